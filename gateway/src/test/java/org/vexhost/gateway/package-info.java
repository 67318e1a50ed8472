@NullMarked
package org.vexhost.gateway;

import org.jspecify.annotations.NullMarked;
