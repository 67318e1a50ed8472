/** Tools as files: finds them in the tools folder, and reads them safely. */
@NullMarked
package org.vexhost.loader.artifact;

import org.jspecify.annotations.NullMarked;
