/** Tells when folders change. */
@NullMarked
package org.vexhost.loader.watch;

import org.jspecify.annotations.NullMarked;
