/** Outbound HTTP for guests: the host functions {@code vex.http_*}. */
@NullMarked
package org.vexhost.http;

import org.jspecify.annotations.NullMarked;
