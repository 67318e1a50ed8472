/**
 * Handles the output of guests: results are kept in full; everything else is bounded, escaped and
 * logged.
 */
@NullMarked
package org.vexhost.sandbox.output;

import org.jspecify.annotations.NullMarked;
