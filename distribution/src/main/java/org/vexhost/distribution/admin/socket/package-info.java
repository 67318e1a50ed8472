/**
 * The admin socket. One thread accepts clients and reads their requests without waiting for any
 * client. A request gets a thread once it is complete and a permit is free.
 */
@NullMarked
package org.vexhost.distribution.admin.socket;

import org.jspecify.annotations.NullMarked;
