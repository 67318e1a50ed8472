/** The interfaces between routes and HTTP listeners, independent of the servlet API. */
@NullMarked
package org.vexhost.gateway.http;

import org.jspecify.annotations.NullMarked;
