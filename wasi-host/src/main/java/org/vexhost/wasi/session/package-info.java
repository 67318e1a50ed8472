/** Contains the WASI state of one call, and the building blocks of host functions. */
@NullMarked
package org.vexhost.wasi.session;

import org.jspecify.annotations.NullMarked;
