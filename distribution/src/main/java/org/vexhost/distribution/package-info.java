@NullMarked
package org.vexhost.distribution;

import org.jspecify.annotations.NullMarked;
