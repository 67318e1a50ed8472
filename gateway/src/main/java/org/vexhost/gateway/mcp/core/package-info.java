/** The Model Context Protocol of both eras, without a transport. */
@NullMarked
package org.vexhost.gateway.mcp.core;

import org.jspecify.annotations.NullMarked;
