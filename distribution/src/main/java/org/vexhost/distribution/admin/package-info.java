/**
 * The administration inside the framework. It reads the operator's configuration, runs the
 * operator's own bundles, checks that the host is complete, and serves local commands on the
 * socket. It is a separate bundle.
 */
@NullMarked
package org.vexhost.distribution.admin;

import org.jspecify.annotations.NullMarked;
