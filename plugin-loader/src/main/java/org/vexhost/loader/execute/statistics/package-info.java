/** Counts of calls, and access to these counts. */
@NullMarked
package org.vexhost.loader.execute.statistics;

import org.jspecify.annotations.NullMarked;
