/** Enforces the quotas of callers. */
@NullMarked
package org.vexhost.gateway.caller.quota;

import org.jspecify.annotations.NullMarked;
