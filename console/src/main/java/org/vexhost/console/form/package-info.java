/** What browsers send, and forms that are made from schemas. */
@NullMarked
package org.vexhost.console.form;

import org.jspecify.annotations.NullMarked;
