/** What to do about modules and files that are rejected: the one place for such advice. */
@NullMarked
package org.vexhost.sandbox.hint;

import org.jspecify.annotations.NullMarked;
