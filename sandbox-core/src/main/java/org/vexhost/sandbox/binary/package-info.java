/**
 * The binary format: limits, one bounded pass over the bytes, validation and writing. This package
 * does not depend on any engine.
 */
@NullMarked
package org.vexhost.sandbox.binary;

import org.jspecify.annotations.NullMarked;
