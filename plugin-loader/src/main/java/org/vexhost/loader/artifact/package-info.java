/** Tools as files: finding them in the tools folder, and reading them safely. */
@NullMarked
package org.vexhost.loader.artifact;

import org.jspecify.annotations.NullMarked;
