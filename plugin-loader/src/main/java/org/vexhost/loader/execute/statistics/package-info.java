/** The executor's counts of calls, and the access to them. */
@NullMarked
package org.vexhost.loader.execute.statistics;

import org.jspecify.annotations.NullMarked;
