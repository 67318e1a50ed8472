/**
 * JSON Schemas from guests, and checks of arguments and results. Limits apply before any check
 * becomes expensive. This package depends on no other package of this module.
 */
@NullMarked
package org.vexhost.loader.schema;

import org.jspecify.annotations.NullMarked;
