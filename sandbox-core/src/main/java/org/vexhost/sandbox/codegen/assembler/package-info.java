/**
 * The assembler for one JVM method: its local variables, its operand stack and its stack map
 * frames.
 */
@NullMarked
package org.vexhost.sandbox.codegen.assembler;

import org.jspecify.annotations.NullMarked;
