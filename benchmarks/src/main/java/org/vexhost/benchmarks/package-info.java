/** Measures Vexhost; nothing of it runs in a host. */
@NullMarked
package org.vexhost.benchmarks;

import org.jspecify.annotations.NullMarked;
