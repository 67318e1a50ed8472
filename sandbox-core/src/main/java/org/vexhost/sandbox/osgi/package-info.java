/** Makes the engine a service. */
@NullMarked
package org.vexhost.sandbox.osgi;

import org.jspecify.annotations.NullMarked;
