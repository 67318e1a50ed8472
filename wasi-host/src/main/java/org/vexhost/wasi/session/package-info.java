/** The state of one call of a guest, and the building blocks of host functions. */
@NullMarked
package org.vexhost.wasi.session;

import org.jspecify.annotations.NullMarked;
