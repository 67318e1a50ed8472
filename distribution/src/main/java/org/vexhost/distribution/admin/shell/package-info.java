/**
 * The shell of the host. It uses Gogo's language and commands, but has its own handling of
 * statements, errors, help, line editing and completion. Gogo's own session prints only the last
 * result of a line, prints the names of Java exceptions, and ends if completion fails.
 */
@NullMarked
package org.vexhost.distribution.admin.shell;

import org.jspecify.annotations.NullMarked;
