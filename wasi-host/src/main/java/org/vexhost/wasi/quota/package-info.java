/** Counts the disk space and the open handles of tools, and denies more than the quota. */
@NullMarked
package org.vexhost.wasi.quota;

import org.jspecify.annotations.NullMarked;
