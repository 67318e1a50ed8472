/** The Java side of the comparison with other runtimes, with the same cases and the same clock. */
@NullMarked
package org.vexhost.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
