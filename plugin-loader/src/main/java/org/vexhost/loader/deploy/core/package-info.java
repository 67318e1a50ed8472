/**
 * Deployments: their files, the results of preparation, and the serving versions. The classes run
 * on the control thread.
 */
@NullMarked
package org.vexhost.loader.deploy.core;

import org.jspecify.annotations.NullMarked;
