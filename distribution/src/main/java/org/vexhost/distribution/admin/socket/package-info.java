/**
 * The admin socket. One thread accepts clients and reads their requests without waiting for any of
 * them; a request gets a thread when all of it is here and there is a place for it.
 */
@NullMarked
package org.vexhost.distribution.admin.socket;

import org.jspecify.annotations.NullMarked;
