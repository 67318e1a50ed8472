@NullMarked
package org.vexhost.ssh;

import org.jspecify.annotations.NullMarked;
