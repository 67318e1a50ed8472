/** Rewrites valid modules so that they count their own fuel and call depth. */
@NullMarked
package org.vexhost.sandbox.meter;

import org.jspecify.annotations.NullMarked;
