/** Checks tokens that another party signed. */
@NullMarked
package org.vexhost.gateway.caller.jwt;

import org.jspecify.annotations.NullMarked;
