/**
 * Values that the other deployment packages share: a prepared version, its facts, and the results
 * of preparation.
 */
@NullMarked
package org.vexhost.loader.deploy.version;

import org.jspecify.annotations.NullMarked;
