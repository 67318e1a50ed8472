/** Writes files so that they are complete or absent, even if the writing process is killed. */
@NullMarked
package org.vexhost.loader.files;

import org.jspecify.annotations.NullMarked;
