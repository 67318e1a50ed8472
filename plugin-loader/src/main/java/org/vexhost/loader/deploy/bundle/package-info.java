/** The bundles that represent deployed tools, and the thread that keeps them up to date. */
@NullMarked
package org.vexhost.loader.deploy.bundle;

import org.jspecify.annotations.NullMarked;
