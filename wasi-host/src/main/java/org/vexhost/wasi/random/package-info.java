/** Where a guest's random bytes come from. */
@NullMarked
package org.vexhost.wasi.random;

import org.jspecify.annotations.NullMarked;
