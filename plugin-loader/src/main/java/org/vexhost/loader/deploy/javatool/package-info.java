/** Deployments of Java tools, which bundles register as services. */
@NullMarked
package org.vexhost.loader.deploy.javatool;

import org.jspecify.annotations.NullMarked;
