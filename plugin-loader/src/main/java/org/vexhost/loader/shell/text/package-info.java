/**
 * Formats the output of commands, as tables, single values and JSON, from the administration's
 * data.
 */
@NullMarked
package org.vexhost.loader.shell.text;

import org.jspecify.annotations.NullMarked;
