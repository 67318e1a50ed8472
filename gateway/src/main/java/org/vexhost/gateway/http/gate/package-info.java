/** Authenticates the caller of a request, and decides whether the request may pass. */
@NullMarked
package org.vexhost.gateway.http.gate;

import org.jspecify.annotations.NullMarked;
