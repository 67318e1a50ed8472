/** One request on its own connection, from resolving the name to the last byte. */
@NullMarked
package org.vexhost.http.exchange;

import org.jspecify.annotations.NullMarked;
