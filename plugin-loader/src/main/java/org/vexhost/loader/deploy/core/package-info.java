/** Deployments: what the folder shows, what came of it, and what serves. On the control thread. */
@NullMarked
package org.vexhost.loader.deploy.core;

import org.jspecify.annotations.NullMarked;
