/** The methods that generated code calls for what it does not do itself. */
@NullMarked
package org.vexhost.sandbox.guest.support;

import org.jspecify.annotations.NullMarked;
