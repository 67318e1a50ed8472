/** Checks of a home and its machine, for operators whose host does not start or work well. */
@NullMarked
package org.vexhost.distribution.cli.doctor;

import org.jspecify.annotations.NullMarked;
