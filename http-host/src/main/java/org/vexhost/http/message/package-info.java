/** Parses and checks requests from guests before anything is sent. */
@NullMarked
package org.vexhost.http.message;

import org.jspecify.annotations.NullMarked;
