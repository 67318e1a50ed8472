/** What a tool says about itself: parsing and checking of descriptors. */
@NullMarked
package org.vexhost.loader.descriptor;

import org.jspecify.annotations.NullMarked;
