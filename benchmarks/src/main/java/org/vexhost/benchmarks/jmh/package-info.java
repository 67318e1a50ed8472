/**
 * Microbenchmarks on JMH; {@code benchmarks/jmh} runs them. The package is not {@code @NullMarked},
 * since JMH sets the fields of a state after it has created the object.
 */
@NullUnmarked
package org.vexhost.benchmarks.jmh;

import org.jspecify.annotations.NullUnmarked;
