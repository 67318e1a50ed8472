/**
 * The binary format: limits, one bounded pass over the bytes, validation and writing. Knows nothing
 * of engines.
 */
@NullMarked
package org.vexhost.sandbox.binary;

import org.jspecify.annotations.NullMarked;
