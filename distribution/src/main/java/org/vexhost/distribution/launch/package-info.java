/** The launcher: starts the framework with all bundles, and stops it. */
@NullMarked
package org.vexhost.distribution.launch;

import org.jspecify.annotations.NullMarked;
