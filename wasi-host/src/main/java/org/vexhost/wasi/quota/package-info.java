/** Counts the disk space and the open file handles of tools, and denies what exceeds a quota. */
@NullMarked
package org.vexhost.wasi.quota;

import org.jspecify.annotations.NullMarked;
