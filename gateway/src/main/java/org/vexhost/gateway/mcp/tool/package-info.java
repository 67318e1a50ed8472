/** Converts descriptions, results and failures of tools to the Model Context Protocol. */
@NullMarked
package org.vexhost.gateway.mcp.tool;

import org.jspecify.annotations.NullMarked;
