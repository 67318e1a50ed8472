/** Runs the examples in the sandbox, and builds them again. */
@NullMarked
package org.vexhost.examples.checks;

import org.jspecify.annotations.NullMarked;
