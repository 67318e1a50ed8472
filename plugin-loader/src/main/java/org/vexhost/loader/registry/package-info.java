/**
 * The registry of tools: their states, and the versions that can be called. The classes here use no
 * files and no bundles.
 */
@NullMarked
package org.vexhost.loader.registry;

import org.jspecify.annotations.NullMarked;
