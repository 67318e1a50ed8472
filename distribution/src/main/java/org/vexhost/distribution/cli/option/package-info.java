/** Options that several commands share. */
@NullMarked
package org.vexhost.distribution.cli.option;

import org.jspecify.annotations.NullMarked;
