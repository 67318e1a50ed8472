/** Reads the forms that browsers send, and derives forms from schemas. */
@NullMarked
package org.vexhost.console.form;

import org.jspecify.annotations.NullMarked;
