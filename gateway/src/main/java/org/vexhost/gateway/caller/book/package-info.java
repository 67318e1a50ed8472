/** Who is a caller now, and for how long. */
@NullMarked
package org.vexhost.gateway.caller.book;

import org.jspecify.annotations.NullMarked;
