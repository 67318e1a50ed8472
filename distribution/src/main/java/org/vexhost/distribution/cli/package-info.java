/** The commands of {@code bin/vexhost}. */
@NullMarked
package org.vexhost.distribution.cli;

import org.jspecify.annotations.NullMarked;
