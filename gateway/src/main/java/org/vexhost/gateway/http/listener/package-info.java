/** Opens and closes ports, and says that the host is alive. */
@NullMarked
package org.vexhost.gateway.http.listener;

import org.jspecify.annotations.NullMarked;
