/**
 * The folders {@code etc/} and {@code bundles/} of a host's home: finds changes, applies them, and
 * records them in the audit log.
 */
@NullMarked
package org.vexhost.distribution.admin.folder;

import org.jspecify.annotations.NullMarked;
