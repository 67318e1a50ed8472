/** The protocol over a pair of streams, one message per line. */
@NullMarked
package org.vexhost.gateway.mcp.stdio;

import org.jspecify.annotations.NullMarked;
