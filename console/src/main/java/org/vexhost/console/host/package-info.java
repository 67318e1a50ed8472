/** The services of the host that the pages use, and the history of its load. */
@NullMarked
package org.vexhost.console.host;

import org.jspecify.annotations.NullMarked;
