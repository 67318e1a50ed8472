/**
 * The words of grants on a command line. This is the only part of the shell that uses the loader's
 * list of capabilities; everything else comes from {@code org.vexhost.api.admin}.
 */
@NullMarked
package org.vexhost.loader.shell.words;

import org.jspecify.annotations.NullMarked;
