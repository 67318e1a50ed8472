/**
 * The audit log {@code logs/audit.log}: who changed what and, if configured, who called which tool.
 */
@NullMarked
package org.vexhost.audit;

import org.jspecify.annotations.NullMarked;
