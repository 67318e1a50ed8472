@NullMarked
package org.vexhost.wasi;

import org.jspecify.annotations.NullMarked;
