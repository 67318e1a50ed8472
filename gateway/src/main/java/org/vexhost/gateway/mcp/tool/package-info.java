/** Tools as the Model Context Protocol shows them: descriptions, results, failures. */
@NullMarked
package org.vexhost.gateway.mcp.tool;

import org.jspecify.annotations.NullMarked;
