/** Callers over the network that the operator configured, and their rights. */
@NullMarked
package org.vexhost.gateway.caller;

import org.jspecify.annotations.NullMarked;
