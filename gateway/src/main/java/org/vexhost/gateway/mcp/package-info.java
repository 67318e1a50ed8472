/** The Model Context Protocol over HTTP and over the admin socket. */
@NullMarked
package org.vexhost.gateway.mcp;

import org.jspecify.annotations.NullMarked;
