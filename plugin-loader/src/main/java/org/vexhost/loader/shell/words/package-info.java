/**
 * The words of grants on a command line. The one part of the shell that knows the loader's list of
 * capabilities; all else of a host it has by {@code org.vexhost.api.admin}.
 */
@NullMarked
package org.vexhost.loader.shell.words;

import org.jspecify.annotations.NullMarked;
