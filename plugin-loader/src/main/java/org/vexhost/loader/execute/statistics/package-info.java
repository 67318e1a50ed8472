/** What the executor counts of every call, and who may read it. */
@NullMarked
package org.vexhost.loader.execute.statistics;

import org.jspecify.annotations.NullMarked;
