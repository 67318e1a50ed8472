/**
 * Inside the framework: reads the operator's configuration, runs the operator's own bundles, checks
 * that the host is whole, and answers local commands on the socket. A bundle of its own.
 */
@NullMarked
package org.vexhost.distribution.admin;

import org.jspecify.annotations.NullMarked;
