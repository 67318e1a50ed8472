/** The Model Context Protocol without a transport: messages in, messages out, in both eras. */
@NullMarked
package org.vexhost.gateway.mcp.core;

import org.jspecify.annotations.NullMarked;
