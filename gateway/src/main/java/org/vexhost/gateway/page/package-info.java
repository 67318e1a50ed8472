/**
 * Serves the web pages of other modules on the listener for operators. The gate checks each request
 * first.
 */
@NullMarked
package org.vexhost.gateway.page;

import org.jspecify.annotations.NullMarked;
