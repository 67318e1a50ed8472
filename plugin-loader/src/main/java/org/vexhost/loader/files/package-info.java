/** Writes files that are complete or absent, whatever happens to the writing process. */
@NullMarked
package org.vexhost.loader.files;

import org.jspecify.annotations.NullMarked;
