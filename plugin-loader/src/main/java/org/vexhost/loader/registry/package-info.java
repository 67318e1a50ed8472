/** Which tools there are, in which state, and who may be called. Knows no files and no bundles. */
@NullMarked
package org.vexhost.loader.registry;

import org.jspecify.annotations.NullMarked;
