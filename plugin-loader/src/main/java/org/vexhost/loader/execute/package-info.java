/**
 * The way of every call: lookup, arguments, admission, the run itself, the report. Knows tools only
 * through the registry.
 */
@NullMarked
package org.vexhost.loader.execute;

import org.jspecify.annotations.NullMarked;
