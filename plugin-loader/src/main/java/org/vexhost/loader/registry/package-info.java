/** The registry of tools, their states, and which can be called. Knows no files and no bundles. */
@NullMarked
package org.vexhost.loader.registry;

import org.jspecify.annotations.NullMarked;
