/** The functions that the guest calls: they read and write guest memory, and return codes. */
@NullMarked
package org.vexhost.http.calls;

import org.jspecify.annotations.NullMarked;
