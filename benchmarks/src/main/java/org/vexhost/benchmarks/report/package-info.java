/** Further measurements of {@code benchmarks/report}. Each class runs as a process. */
@NullMarked
package org.vexhost.benchmarks.report;

import org.jspecify.annotations.NullMarked;
