/**
 * The call path: lookup, arguments, admission, run, report. Knows tools only through the registry.
 */
@NullMarked
package org.vexhost.loader.execute;

import org.jspecify.annotations.NullMarked;
