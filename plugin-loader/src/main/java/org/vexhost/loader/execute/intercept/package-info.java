/** The interceptors around every call, and the data that they see. */
@NullMarked
package org.vexhost.loader.execute.intercept;

import org.jspecify.annotations.NullMarked;
