/**
 * Operations on the lanes of vectors, each on one half of 64 bits where lanes do not depend on the
 * other half. For generated code: every public method is called by it, and none of them has an
 * effect but its result. Lanes are little-endian, as in memory.
 */
@NullMarked
package org.vexhost.sandbox.vector;

import org.jspecify.annotations.NullMarked;
