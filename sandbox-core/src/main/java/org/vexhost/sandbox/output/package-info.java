/**
 * Handles the output of guests. Results are returned in full. All other output is limited, escaped
 * and logged.
 */
@NullMarked
package org.vexhost.sandbox.output;

import org.jspecify.annotations.NullMarked;
