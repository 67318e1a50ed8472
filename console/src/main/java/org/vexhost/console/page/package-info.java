/** The pages. */
@NullMarked
package org.vexhost.console.page;

import org.jspecify.annotations.NullMarked;
