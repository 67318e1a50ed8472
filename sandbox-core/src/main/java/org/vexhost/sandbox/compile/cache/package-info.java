/** The cache of generated classes on disk. */
@NullMarked
package org.vexhost.sandbox.compile.cache;

import org.jspecify.annotations.NullMarked;
