/** Counts what tools hold on disk and in open handles, and refuses more. */
@NullMarked
package org.vexhost.wasi.quota;

import org.jspecify.annotations.NullMarked;
