@NullMarked
package org.vexhost.gateway.caller.book;

import org.jspecify.annotations.NullMarked;
