/**
 * The commands of the Felix shell, scope {@code vex}. Each is thin: it asks the services of this
 * module and lays out the answer. Bodies return what is printed, and throw what failed: a {@code
 * ToolException}, an {@code IllegalArgumentException} for a wrong argument, an {@code
 * AdminException} or a {@code GrantException}.
 */
@NullMarked
package org.vexhost.loader.shell;

import org.jspecify.annotations.NullMarked;
