/**
 * Reads secrets from their sources, checks where they may be sent, and replaces their placeholders.
 */
@NullMarked
package org.vexhost.http.secret;

import org.jspecify.annotations.NullMarked;
