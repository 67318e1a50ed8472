/**
 * The threads on which guests run, and the ways in which callers wait for them. This package does
 * not depend on WebAssembly.
 */
@NullMarked
package org.vexhost.sandbox.run;

import org.jspecify.annotations.NullMarked;
