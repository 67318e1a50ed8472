@NullMarked
package org.vexhost.gateway.mcp.tool;

import org.jspecify.annotations.NullMarked;
