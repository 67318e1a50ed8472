@NullMarked
package org.vexhost.metrics;

import org.jspecify.annotations.NullMarked;
