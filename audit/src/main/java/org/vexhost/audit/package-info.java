/** The audit log {@code logs/audit.log}: who changed what and, if configured, who called what. */
@NullMarked
package org.vexhost.audit;

import org.jspecify.annotations.NullMarked;
