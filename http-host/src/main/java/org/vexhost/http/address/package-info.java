/** Which addresses a request may reach, and how names become addresses. */
@NullMarked
package org.vexhost.http.address;

import org.jspecify.annotations.NullMarked;
