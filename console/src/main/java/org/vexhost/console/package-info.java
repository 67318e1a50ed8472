/** The console: pages for operators, rendered by the host. */
@NullMarked
package org.vexhost.console;

import org.jspecify.annotations.NullMarked;
