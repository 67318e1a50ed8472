/** The routes of the HTTP API of a host. */
@NullMarked
package org.vexhost.gateway.rest;

import org.jspecify.annotations.NullMarked;
