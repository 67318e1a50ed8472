/** The Model Context Protocol over an input and an output stream, with one message per line. */
@NullMarked
package org.vexhost.gateway.mcp.stdio;

import org.jspecify.annotations.NullMarked;
