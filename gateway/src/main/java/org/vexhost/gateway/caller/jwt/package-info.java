/** Checks tokens that somebody else signed. */
@NullMarked
package org.vexhost.gateway.caller.jwt;

import org.jspecify.annotations.NullMarked;
