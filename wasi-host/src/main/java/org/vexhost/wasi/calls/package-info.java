/** The host functions, one class per family. */
@NullMarked
package org.vexhost.wasi.calls;

import org.jspecify.annotations.NullMarked;
