/** The data of the host that the pages show. */
@NullMarked
package org.vexhost.console.host;

import org.jspecify.annotations.NullMarked;
