/**
 * The syntax of grants on a command line. No other part of the shell uses the loader's list of
 * capabilities; the rest of the shell uses only {@code org.vexhost.api.admin}.
 */
@NullMarked
package org.vexhost.loader.shell.words;

import org.jspecify.annotations.NullMarked;
