/**
 * Performs requests, each on its own connection, from resolving the name to the last byte of the
 * body.
 */
@NullMarked
package org.vexhost.http.exchange;

import org.jspecify.annotations.NullMarked;
