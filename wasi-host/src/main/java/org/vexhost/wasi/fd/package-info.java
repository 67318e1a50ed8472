/** What a guest has open: the descriptor table and the kinds of descriptors. */
@NullMarked
package org.vexhost.wasi.fd;

import org.jspecify.annotations.NullMarked;
