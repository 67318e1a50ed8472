@NullMarked
package org.vexhost.gateway.mcp.message;

import org.jspecify.annotations.NullMarked;
