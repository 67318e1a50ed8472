/** Reads the HTTP settings from {@code etc/org.vexhost.http.cfg}. */
@NullMarked
package org.vexhost.gateway.http.settings;

import org.jspecify.annotations.NullMarked;
