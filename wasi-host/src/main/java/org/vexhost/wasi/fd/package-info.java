/** The open descriptors of a guest: the table and the kinds of descriptors. */
@NullMarked
package org.vexhost.wasi.fd;

import org.jspecify.annotations.NullMarked;
