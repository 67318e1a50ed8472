/** The command {@code vexhost demo}, which runs the examples on a temporary host. */
@NullMarked
package org.vexhost.distribution.cli.demo;

import org.jspecify.annotations.NullMarked;
