@NullMarked
package org.vexhost.gateway.http.gate;

import org.jspecify.annotations.NullMarked;
