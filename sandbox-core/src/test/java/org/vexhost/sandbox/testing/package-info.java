/** Modules for tests, written byte by byte. */
@NullMarked
package org.vexhost.sandbox.testing;

import org.jspecify.annotations.NullMarked;
