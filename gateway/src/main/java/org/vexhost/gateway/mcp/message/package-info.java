/** Reads and writes JSON-RPC messages strictly, independent of their methods. */
@NullMarked
package org.vexhost.gateway.mcp.message;

import org.jspecify.annotations.NullMarked;
