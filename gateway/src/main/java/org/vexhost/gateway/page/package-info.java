/** Pages of other modules: behind the gate, on the listener for operators. */
@NullMarked
package org.vexhost.gateway.page;

import org.jspecify.annotations.NullMarked;
