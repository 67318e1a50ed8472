/**
 * The commands of the Felix shell, scope {@code vex}. Each is thin: it asks the services of {@code
 * org.vexhost.api.admin}, which any bundle can ask, and lays out the answer. Bodies return what is
 * printed, and throw what failed: a {@code ToolException}, an {@code IllegalArgumentException} for
 * a wrong argument, or an {@code AdministrationException}.
 */
@NullMarked
package org.vexhost.loader.shell;

import org.jspecify.annotations.NullMarked;
