/** The output and the exit statuses of commands. */
@NullMarked
package org.vexhost.distribution.cli.terminal;

import org.jspecify.annotations.NullMarked;
