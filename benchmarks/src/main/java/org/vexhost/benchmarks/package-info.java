/** Measures Vexhost. This code does not run in a host. */
@NullMarked
package org.vexhost.benchmarks;

import org.jspecify.annotations.NullMarked;
