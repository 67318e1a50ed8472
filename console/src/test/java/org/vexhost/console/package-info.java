/** Tests. */
@NullMarked
package org.vexhost.console;

import org.jspecify.annotations.NullMarked;
