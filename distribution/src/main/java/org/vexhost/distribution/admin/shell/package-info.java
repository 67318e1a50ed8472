/**
 * The shell of the host: Gogo's language and commands, with statements, errors, help, line editing
 * and completion of our own. Gogo's own session shows only a line's last result, prints Java's
 * names of errors, and ends when a completion fails.
 */
@NullMarked
package org.vexhost.distribution.admin.shell;

import org.jspecify.annotations.NullMarked;
