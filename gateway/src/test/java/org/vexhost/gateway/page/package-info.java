/** Tests of other modules' pages. */
@NullMarked
package org.vexhost.gateway.page;

import org.jspecify.annotations.NullMarked;
