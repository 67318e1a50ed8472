/** Resolves paths below a directory by handle, so that no path leads out of it. */
@NullMarked
package org.vexhost.wasi.confine;

import org.jspecify.annotations.NullMarked;
