/**
 * Microbenchmarks on JMH; {@code benchmarks/jmh} runs them. Not {@code @NullMarked}: JMH fills the
 * fields of a state after it has made the object.
 */
@NullUnmarked
package org.vexhost.benchmarks.jmh;

import org.jspecify.annotations.NullUnmarked;
