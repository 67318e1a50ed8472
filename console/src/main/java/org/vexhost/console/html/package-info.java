/** HTML: the only place where text becomes markup. */
@NullMarked
package org.vexhost.console.html;

import org.jspecify.annotations.NullMarked;
