/** What happens by time. */
@NullMarked
package org.vexhost.gateway.time;

import org.jspecify.annotations.NullMarked;
