/** The Java side of the comparison with other runtimes: the same cases, the same clock. */
@NullMarked
package org.vexhost.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
