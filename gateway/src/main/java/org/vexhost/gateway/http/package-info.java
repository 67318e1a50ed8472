/** HTTP without servlets: the interfaces between routes and the listeners. */
@NullMarked
package org.vexhost.gateway.http;

import org.jspecify.annotations.NullMarked;
