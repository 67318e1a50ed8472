@NullMarked
package org.vexhost.loader;

import org.jspecify.annotations.NullMarked;
