/** What {@code benchmarks/report} measures beyond the comparison: each class is a process. */
@NullMarked
package org.vexhost.benchmarks.report;

import org.jspecify.annotations.NullMarked;
