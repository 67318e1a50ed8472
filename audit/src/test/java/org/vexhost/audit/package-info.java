@NullMarked
package org.vexhost.audit;

import org.jspecify.annotations.NullMarked;
