/** Denials by host functions, counted, and logged once for each kind. */
@NullMarked
package org.vexhost.loader.denial;

import org.jspecify.annotations.NullMarked;
