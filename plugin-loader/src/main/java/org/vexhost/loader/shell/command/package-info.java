/**
 * The structure of a {@code vex:} command: its arguments, options, help and examples, and the
 * parsing of a command line. Commands print to the standard output of their pipe, as Felix's own
 * commands do. Pipes, {@code ;}, {@code each} and {@code watch} therefore receive the output.
 */
@NullMarked
package org.vexhost.loader.shell.command;

import org.jspecify.annotations.NullMarked;
