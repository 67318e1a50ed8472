/** Who calls over the network: callers that the operator configured, and what they may do. */
@NullMarked
package org.vexhost.gateway.caller;

import org.jspecify.annotations.NullMarked;
