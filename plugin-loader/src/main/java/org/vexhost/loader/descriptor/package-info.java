/** Parsing and checking of descriptors, in which tools describe themselves. */
@NullMarked
package org.vexhost.loader.descriptor;

import org.jspecify.annotations.NullMarked;
