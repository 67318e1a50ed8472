/** Requests and answers over servlets: bodies, streams, and the way to a route. */
@NullMarked
package org.vexhost.gateway.http.servlet;

import org.jspecify.annotations.NullMarked;
