/**
 * JSON Schemas from guests, and the arguments they judge. Both are bounded before any work becomes
 * expensive. Depends on no other package of this module.
 */
@NullMarked
package org.vexhost.loader.schema;

import org.jspecify.annotations.NullMarked;
