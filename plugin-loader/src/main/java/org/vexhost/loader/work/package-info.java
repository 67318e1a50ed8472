/** Threads for work that takes long, that waits for its turn, or that may never end. */
@NullMarked
package org.vexhost.loader.work;

import org.jspecify.annotations.NullMarked;
