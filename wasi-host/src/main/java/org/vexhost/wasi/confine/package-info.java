/**
 * Resolves paths below a directory with open handles, so that no path can lead out of the
 * directory.
 */
@NullMarked
package org.vexhost.wasi.confine;

import org.jspecify.annotations.NullMarked;
