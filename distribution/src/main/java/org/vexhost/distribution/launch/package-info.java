/** Starts the framework with everything in it, and ends it. */
@NullMarked
package org.vexhost.distribution.launch;

import org.jspecify.annotations.NullMarked;
