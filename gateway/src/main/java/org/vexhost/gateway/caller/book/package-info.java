/** The callers that are configured now, and how long each access lasts. */
@NullMarked
package org.vexhost.gateway.caller.book;

import org.jspecify.annotations.NullMarked;
