/** Reads and writes JSON-RPC messages strictly, whatever their methods. */
@NullMarked
package org.vexhost.gateway.mcp.message;

import org.jspecify.annotations.NullMarked;
