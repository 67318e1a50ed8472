/** The threads that guests run on, and how callers wait for them. Knows nothing of WebAssembly. */
@NullMarked
package org.vexhost.sandbox.run;

import org.jspecify.annotations.NullMarked;
