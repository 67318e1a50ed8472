/**
 * State that survives the process: disabled tools, owners of names, and approved and last-good
 * versions.
 */
@NullMarked
package org.vexhost.loader.deploy.store;

import org.jspecify.annotations.NullMarked;
