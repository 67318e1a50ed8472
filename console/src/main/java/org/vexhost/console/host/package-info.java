/** What the pages read of the host. */
@NullMarked
package org.vexhost.console.host;

import org.jspecify.annotations.NullMarked;
