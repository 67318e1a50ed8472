/** JSON-RPC messages: strict reading and writing, without knowing what they ask for. */
@NullMarked
package org.vexhost.gateway.mcp.message;

import org.jspecify.annotations.NullMarked;
