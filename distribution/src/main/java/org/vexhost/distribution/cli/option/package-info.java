/** What several commands are told by their arguments. */
@NullMarked
package org.vexhost.distribution.cli.option;

import org.jspecify.annotations.NullMarked;
