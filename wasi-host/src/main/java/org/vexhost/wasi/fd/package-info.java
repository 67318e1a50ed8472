/**
 * Contains the open descriptors of a guest: the table, and one class for each kind of descriptor.
 */
@NullMarked
package org.vexhost.wasi.fd;

import org.jspecify.annotations.NullMarked;
