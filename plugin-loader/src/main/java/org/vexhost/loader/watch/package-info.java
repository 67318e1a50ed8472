/** Watches folders, and reports when they change. */
@NullMarked
package org.vexhost.loader.watch;

import org.jspecify.annotations.NullMarked;
