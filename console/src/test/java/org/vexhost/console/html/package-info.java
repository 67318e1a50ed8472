/** Tests of markup. */
@NullMarked
package org.vexhost.console.html;

import org.jspecify.annotations.NullMarked;
