/** The HTTP API of a host, by routes. */
@NullMarked
package org.vexhost.gateway.rest;

import org.jspecify.annotations.NullMarked;
