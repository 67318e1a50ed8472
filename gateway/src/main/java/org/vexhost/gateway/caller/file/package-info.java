/** Reads and writes callers' files, {@code etc/callers/NAME.json}. */
@NullMarked
package org.vexhost.gateway.caller.file;

import org.jspecify.annotations.NullMarked;
