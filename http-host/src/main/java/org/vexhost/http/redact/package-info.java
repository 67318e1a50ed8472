/**
 * Masks secrets in the responses of servers, whatever their form, and even if they arrive in
 * several pieces.
 */
@NullMarked
package org.vexhost.http.redact;

import org.jspecify.annotations.NullMarked;
