/** The sessions of signed-in operators. */
@NullMarked
package org.vexhost.console.session;

import org.jspecify.annotations.NullMarked;
