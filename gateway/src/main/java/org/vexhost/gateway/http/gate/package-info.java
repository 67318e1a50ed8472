/** Decides who a request comes from, and whether it is let in. */
@NullMarked
package org.vexhost.gateway.http.gate;

import org.jspecify.annotations.NullMarked;
