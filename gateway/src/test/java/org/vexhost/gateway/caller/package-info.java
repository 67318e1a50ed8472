@NullMarked
package org.vexhost.gateway.caller;

import org.jspecify.annotations.NullMarked;
