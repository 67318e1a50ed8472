@NullMarked
package org.vexhost.gateway.mcp;

import org.jspecify.annotations.NullMarked;
