/**
 * The numbers of WASI preview 1: error codes, rights, types, flags. This package depends on no
 * other package of the module.
 */
@NullMarked
package org.vexhost.wasi.abi;

import org.jspecify.annotations.NullMarked;
