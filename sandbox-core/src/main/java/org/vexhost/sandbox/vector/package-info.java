/**
 * Operations on the lanes of vectors. An operation whose lanes do not depend on the other half
 * works on one half of 64 bits. All public methods are called from generated code, and have no
 * effect besides their result. Lanes are little-endian, as in memory.
 */
@NullMarked
package org.vexhost.sandbox.vector;

import org.jspecify.annotations.NullMarked;
