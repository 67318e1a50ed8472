/** What {@code etc/callers/NAME.json} says. */
@NullMarked
package org.vexhost.gateway.caller.file;

import org.jspecify.annotations.NullMarked;
