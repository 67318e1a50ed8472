/** Descriptions, results and failures of tools in the form of the Model Context Protocol. */
@NullMarked
package org.vexhost.gateway.mcp.tool;

import org.jspecify.annotations.NullMarked;
