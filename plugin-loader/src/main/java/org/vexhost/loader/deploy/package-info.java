/** Deployment: turns files and bundles into callable tools, and updates and removes those tools. */
@NullMarked
package org.vexhost.loader.deploy;

import org.jspecify.annotations.NullMarked;
