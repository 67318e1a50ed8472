/** Counts the denials of host functions, and logs one line for each kind. */
@NullMarked
package org.vexhost.loader.denial;

import org.jspecify.annotations.NullMarked;
