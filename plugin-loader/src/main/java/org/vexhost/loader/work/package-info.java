/** Threads for work that takes long, waits for its turn, or may never return. */
@NullMarked
package org.vexhost.loader.work;

import org.jspecify.annotations.NullMarked;
