/** The network callers that the operator has configured, and their rights. */
@NullMarked
package org.vexhost.gateway.caller;

import org.jspecify.annotations.NullMarked;
