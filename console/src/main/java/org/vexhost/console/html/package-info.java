/** Writes HTML. No other package turns text into markup. */
@NullMarked
package org.vexhost.console.html;

import org.jspecify.annotations.NullMarked;
