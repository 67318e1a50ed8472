/** The operator's settings for outbound HTTP, and the objects made from them. */
@NullMarked
package org.vexhost.http.settings;

import org.jspecify.annotations.NullMarked;
