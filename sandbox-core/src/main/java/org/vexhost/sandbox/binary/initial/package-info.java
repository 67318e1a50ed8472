/** The initial state that a validated module declares: values of globals, and segments. */
@NullMarked
package org.vexhost.sandbox.binary.initial;

import org.jspecify.annotations.NullMarked;
