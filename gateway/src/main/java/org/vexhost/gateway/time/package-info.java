/** Runs timed work for all parts of the gateway. */
@NullMarked
package org.vexhost.gateway.time;

import org.jspecify.annotations.NullMarked;
