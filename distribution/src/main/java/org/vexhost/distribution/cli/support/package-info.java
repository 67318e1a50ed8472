/** An archive about a host for whoever helps its operator, without secrets. */
@NullMarked
package org.vexhost.distribution.cli.support;

import org.jspecify.annotations.NullMarked;
