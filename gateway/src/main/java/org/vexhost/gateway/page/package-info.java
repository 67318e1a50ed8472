/**
 * Serves the pages of other modules on the listener for operators, after the gate has checked each
 * request.
 */
@NullMarked
package org.vexhost.gateway.page;

import org.jspecify.annotations.NullMarked;
