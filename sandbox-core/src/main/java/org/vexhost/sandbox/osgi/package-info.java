/** Registers the engine as a service. */
@NullMarked
package org.vexhost.sandbox.osgi;

import org.jspecify.annotations.NullMarked;
