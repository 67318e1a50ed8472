/**
 * What a {@code vex:} command is: its words, options, help and examples, and how its line is read.
 * Commands print to the standard output of their pipe, as those of Felix do, so that pipes, {@code
 * ;}, {@code each} and {@code watch} see what they print.
 */
@NullMarked
package org.vexhost.loader.shell.command;

import org.jspecify.annotations.NullMarked;
