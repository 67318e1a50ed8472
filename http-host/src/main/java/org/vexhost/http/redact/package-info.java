/** Finds secrets in what servers send, however they are written and cut, and masks them. */
@NullMarked
package org.vexhost.http.redact;

import org.jspecify.annotations.NullMarked;
