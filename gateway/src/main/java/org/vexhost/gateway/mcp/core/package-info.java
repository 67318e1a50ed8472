/** Handles messages of the Model Context Protocol of both eras, independent of the transport. */
@NullMarked
package org.vexhost.gateway.mcp.core;

import org.jspecify.annotations.NullMarked;
