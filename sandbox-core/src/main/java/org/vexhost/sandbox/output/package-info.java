/** Takes what guests write: results in full, everything else bounded, escaped and logged. */
@NullMarked
package org.vexhost.sandbox.output;

import org.jspecify.annotations.NullMarked;
