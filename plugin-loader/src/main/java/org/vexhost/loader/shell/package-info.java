/**
 * The commands of the Felix shell, in the scope {@code vex}. Each command only calls the services
 * of {@code org.vexhost.api.admin}, which every bundle can use, and formats the result. The body of
 * a command returns the output or throws an exception. The exception is a {@code ToolException}, an
 * {@code IllegalArgumentException} for a wrong argument, or an {@code AdministrationException}.
 */
@NullMarked
package org.vexhost.loader.shell;

import org.jspecify.annotations.NullMarked;
