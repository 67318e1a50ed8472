/** Advice on rejected modules and files. All such advice is in this package. */
@NullMarked
package org.vexhost.sandbox.hint;

import org.jspecify.annotations.NullMarked;
