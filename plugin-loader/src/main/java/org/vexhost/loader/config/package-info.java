/**
 * The host's settings: typed and checked. If new settings are invalid, the previous ones stay in
 * force.
 */
@NullMarked
package org.vexhost.loader.config;

import org.jspecify.annotations.NullMarked;
