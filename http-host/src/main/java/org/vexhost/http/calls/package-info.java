/** What the guest calls: memory in, codes out. */
@NullMarked
package org.vexhost.http.calls;

import org.jspecify.annotations.NullMarked;
