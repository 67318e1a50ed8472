/** Implements the host functions of WASI preview 1, with one class per family. */
@NullMarked
package org.vexhost.wasi.calls;

import org.jspecify.annotations.NullMarked;
