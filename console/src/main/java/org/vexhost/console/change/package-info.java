/** The changes that operators make from a page. */
@NullMarked
package org.vexhost.console.change;

import org.jspecify.annotations.NullMarked;
