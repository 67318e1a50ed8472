@NullMarked
package org.vexhost.traces;

import org.jspecify.annotations.NullMarked;
