/**
 * Defines the numbers of WASI preview 1: error codes, rights, types and flags. This package does
 * not depend on any other package of the module.
 */
@NullMarked
package org.vexhost.wasi.abi;

import org.jspecify.annotations.NullMarked;
