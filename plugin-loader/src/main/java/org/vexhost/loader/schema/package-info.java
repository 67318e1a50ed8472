/**
 * JSON Schemas that come from guests, and the arguments they judge: both bounded before anything
 * costs much. Depends on nothing else in this module.
 */
@NullMarked
package org.vexhost.loader.schema;

import org.jspecify.annotations.NullMarked;
