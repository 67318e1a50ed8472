/** Reads the operator's settings for outbound HTTP, and creates the TLS contexts from them. */
@NullMarked
package org.vexhost.http.settings;

import org.jspecify.annotations.NullMarked;
