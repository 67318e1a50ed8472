/**
 * What generated code needs at run time from the code generator: arithmetic, and the exception that
 * a guest throws. All other classes that generated code uses are known by name only.
 */
@NullMarked
package org.vexhost.sandbox.codegen.runtime;

import org.jspecify.annotations.NullMarked;
