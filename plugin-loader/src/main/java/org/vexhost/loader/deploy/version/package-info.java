/**
 * Values that the rest of deployment is about: a prepared version, its facts, what came of
 * preparing it.
 */
@NullMarked
package org.vexhost.loader.deploy.version;

import org.jspecify.annotations.NullMarked;
