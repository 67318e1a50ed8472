/** Secrets: their sources, their allowed targets, and their placeholders in the guest. */
@NullMarked
package org.vexhost.http.secret;

import org.jspecify.annotations.NullMarked;
