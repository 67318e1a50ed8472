/** Verifies tokens that another party has signed. */
@NullMarked
package org.vexhost.gateway.caller.jwt;

import org.jspecify.annotations.NullMarked;
