/** The pages of the console. */
@NullMarked
package org.vexhost.console.page;

import org.jspecify.annotations.NullMarked;
