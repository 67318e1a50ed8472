/**
 * Provides the threads on which guests run, and the methods with which callers wait for them. This
 * package does not depend on WebAssembly.
 */
@NullMarked
package org.vexhost.sandbox.run;

import org.jspecify.annotations.NullMarked;
