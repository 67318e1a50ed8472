/** The host's settings: typed, checked, and the last good ones kept. */
@NullMarked
package org.vexhost.loader.config;

import org.jspecify.annotations.NullMarked;
