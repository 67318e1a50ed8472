@NullMarked
package org.vexhost.gateway.mcp.stdio;

import org.jspecify.annotations.NullMarked;
