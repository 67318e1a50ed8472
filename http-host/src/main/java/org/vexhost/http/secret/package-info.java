/** Secrets: where they come from, where they may go, and what stands for them in the guest. */
@NullMarked
package org.vexhost.http.secret;

import org.jspecify.annotations.NullMarked;
