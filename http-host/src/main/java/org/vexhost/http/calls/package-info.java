/**
 * Implements the functions that guests call. They read and write the guest's memory, and return
 * error codes.
 */
@NullMarked
package org.vexhost.http.calls;

import org.jspecify.annotations.NullMarked;
