/** Reports changes of folders. */
@NullMarked
package org.vexhost.loader.watch;

import org.jspecify.annotations.NullMarked;
