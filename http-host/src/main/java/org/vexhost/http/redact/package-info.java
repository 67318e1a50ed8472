/** Finds secrets in servers' responses, however they are written and split, and masks them. */
@NullMarked
package org.vexhost.http.redact;

import org.jspecify.annotations.NullMarked;
