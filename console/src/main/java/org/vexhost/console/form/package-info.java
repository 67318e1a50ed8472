/** The forms that browsers send, and forms derived from schemas. */
@NullMarked
package org.vexhost.console.form;

import org.jspecify.annotations.NullMarked;
