/**
 * The structure of a {@code vex:} command: its words, options, help and examples, and the parsing
 * of its line. Commands print to the standard output of their pipe, as Felix's own commands do, so
 * that pipes, {@code ;}, {@code each} and {@code watch} receive the output.
 */
@NullMarked
package org.vexhost.loader.shell.command;

import org.jspecify.annotations.NullMarked;
