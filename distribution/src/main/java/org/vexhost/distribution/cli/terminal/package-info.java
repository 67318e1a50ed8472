/** What commands print and end with. */
@NullMarked
package org.vexhost.distribution.cli.terminal;

import org.jspecify.annotations.NullMarked;
