/** The sources of a guest's random bytes. */
@NullMarked
package org.vexhost.wasi.random;

import org.jspecify.annotations.NullMarked;
