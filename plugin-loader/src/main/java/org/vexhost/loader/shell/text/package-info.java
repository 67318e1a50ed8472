/** The output of commands: tables, single values and JSON, made from the administration's data. */
@NullMarked
package org.vexhost.loader.shell.text;

import org.jspecify.annotations.NullMarked;
