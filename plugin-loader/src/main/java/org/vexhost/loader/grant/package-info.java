/** The grants of tools: kept in files of their own, live, and bound to an artifact. */
@NullMarked
package org.vexhost.loader.grant;

import org.jspecify.annotations.NullMarked;
