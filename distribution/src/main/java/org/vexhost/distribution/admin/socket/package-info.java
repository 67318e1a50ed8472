/**
 * The admin socket. One thread accepts clients and reads their requests, and never waits for a
 * client. A complete request is handed to another thread if a permit is available.
 */
@NullMarked
package org.vexhost.distribution.admin.socket;

import org.jspecify.annotations.NullMarked;
