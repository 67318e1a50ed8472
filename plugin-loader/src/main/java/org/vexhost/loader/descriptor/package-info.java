/** Parsing and checking of tool descriptors. */
@NullMarked
package org.vexhost.loader.descriptor;

import org.jspecify.annotations.NullMarked;
