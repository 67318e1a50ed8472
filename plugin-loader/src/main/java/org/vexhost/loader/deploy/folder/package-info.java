/** Scans the tools folder and the grants, and decides when the next scan comes. */
@NullMarked
package org.vexhost.loader.deploy.folder;

import org.jspecify.annotations.NullMarked;
