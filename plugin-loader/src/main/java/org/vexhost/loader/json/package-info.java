/** A strict reader and a writer of the host's own JSON files: descriptors, grants, state. */
@NullMarked
package org.vexhost.loader.json;

import org.jspecify.annotations.NullMarked;
