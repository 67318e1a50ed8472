/**
 * The fallback: Chicory's compiler and interpreter, and the rewriting of the classes it generates.
 */
@NullMarked
package org.vexhost.sandbox.compile.chicory;

import org.jspecify.annotations.NullMarked;
