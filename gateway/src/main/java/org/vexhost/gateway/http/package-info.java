/** HTTP without servlets: what routes see of a request, and the listener that feeds them. */
@NullMarked
package org.vexhost.gateway.http;

import org.jspecify.annotations.NullMarked;
