/** The configured callers, and how long the access of each caller lasts. */
@NullMarked
package org.vexhost.gateway.caller.book;

import org.jspecify.annotations.NullMarked;
