/** What surrounds every call: the interceptors, and what they see of it. */
@NullMarked
package org.vexhost.loader.execute.intercept;

import org.jspecify.annotations.NullMarked;
