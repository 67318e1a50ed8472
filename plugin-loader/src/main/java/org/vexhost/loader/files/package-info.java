/** Files that are whole or not there, whatever happens to the process that writes them. */
@NullMarked
package org.vexhost.loader.files;

import org.jspecify.annotations.NullMarked;
