/** Who changed what, and, by setting, who called what: {@code logs/audit.log}. */
@NullMarked
package org.vexhost.audit;

import org.jspecify.annotations.NullMarked;
