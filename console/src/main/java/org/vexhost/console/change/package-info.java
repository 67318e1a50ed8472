/** The changes that operators make through forms. */
@NullMarked
package org.vexhost.console.change;

import org.jspecify.annotations.NullMarked;
