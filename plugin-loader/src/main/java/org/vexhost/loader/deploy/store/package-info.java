/**
 * State that survives the process: disabled tools, owners of names, approved and last-good
 * versions.
 */
@NullMarked
package org.vexhost.loader.deploy.store;

import org.jspecify.annotations.NullMarked;
