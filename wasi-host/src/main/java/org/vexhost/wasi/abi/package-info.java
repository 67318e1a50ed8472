/** The numbers of WASI preview 1: error codes, rights, types, flags. Uses nothing of the others. */
@NullMarked
package org.vexhost.wasi.abi;

import org.jspecify.annotations.NullMarked;
