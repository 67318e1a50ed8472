/**
 * The grants of tools, which apply to one artifact each. They are stored in files and take effect
 * immediately.
 */
@NullMarked
package org.vexhost.loader.grant;

import org.jspecify.annotations.NullMarked;
