/** What {@code etc/org.vexhost.http.cfg} says. */
@NullMarked
package org.vexhost.gateway.http.settings;

import org.jspecify.annotations.NullMarked;
