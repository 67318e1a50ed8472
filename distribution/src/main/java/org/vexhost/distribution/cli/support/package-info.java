/**
 * Creates an archive of information about a host, without secrets, for people who help its
 * operator.
 */
@NullMarked
package org.vexhost.distribution.cli.support;

import org.jspecify.annotations.NullMarked;
