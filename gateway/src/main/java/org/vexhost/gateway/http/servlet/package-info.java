/** HTTP over servlets: request bodies, responses, streams and routing. */
@NullMarked
package org.vexhost.gateway.http.servlet;

import org.jspecify.annotations.NullMarked;
