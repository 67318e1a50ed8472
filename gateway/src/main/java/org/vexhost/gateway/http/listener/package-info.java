/** Opens and closes ports, and reports health, readiness and metrics. */
@NullMarked
package org.vexhost.gateway.http.listener;

import org.jspecify.annotations.NullMarked;
