/** Java tools, which bundles register as services, among the other deployments. */
@NullMarked
package org.vexhost.loader.deploy.javatool;

import org.jspecify.annotations.NullMarked;
