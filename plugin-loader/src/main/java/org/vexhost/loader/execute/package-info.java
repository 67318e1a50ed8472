/**
 * The path of a call: lookup, check of the arguments, admission, run, and report. These classes
 * find tools only through the registry.
 */
@NullMarked
package org.vexhost.loader.execute;

import org.jspecify.annotations.NullMarked;
