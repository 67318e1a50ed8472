/**
 * Values that the other packages of deployment share: a prepared version, its facts, and the
 * results of preparation.
 */
@NullMarked
package org.vexhost.loader.deploy.version;

import org.jspecify.annotations.NullMarked;
