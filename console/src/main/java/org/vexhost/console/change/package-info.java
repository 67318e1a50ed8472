/** What operators change from a page. */
@NullMarked
package org.vexhost.console.change;

import org.jspecify.annotations.NullMarked;
