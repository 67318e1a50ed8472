/** Scans the tools folder and the grants, and decides when the next scan runs. */
@NullMarked
package org.vexhost.loader.deploy.folder;

import org.jspecify.annotations.NullMarked;
