/** Timed work. */
@NullMarked
package org.vexhost.gateway.time;

import org.jspecify.annotations.NullMarked;
