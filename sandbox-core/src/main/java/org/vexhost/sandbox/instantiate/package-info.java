/** Links compiled modules with host functions, and runs each call in a fresh guest. */
@NullMarked
package org.vexhost.sandbox.instantiate;

import org.jspecify.annotations.NullMarked;
