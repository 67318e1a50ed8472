/** Administration of a host over HTTP, by routes. */
@NullMarked
package org.vexhost.gateway.rest.admin;

import org.jspecify.annotations.NullMarked;
