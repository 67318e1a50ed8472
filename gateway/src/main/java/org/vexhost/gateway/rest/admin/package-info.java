/** The routes for administration of the host over HTTP. */
@NullMarked
package org.vexhost.gateway.rest.admin;

import org.jspecify.annotations.NullMarked;
