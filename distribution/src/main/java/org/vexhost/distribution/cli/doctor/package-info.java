/** Checks a home and its machine, for operators whose host does not start or does not work well. */
@NullMarked
package org.vexhost.distribution.cli.doctor;

import org.jspecify.annotations.NullMarked;
