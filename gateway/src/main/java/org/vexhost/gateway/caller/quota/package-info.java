/** Holds callers to what the operator allows them. */
@NullMarked
package org.vexhost.gateway.caller.quota;

import org.jspecify.annotations.NullMarked;
