/**
 * The administration bundle. It reads the operator's configuration and runs the operator's own
 * bundles. It also checks that the host is complete, and serves local commands on the admin socket.
 */
@NullMarked
package org.vexhost.distribution.admin;

import org.jspecify.annotations.NullMarked;
