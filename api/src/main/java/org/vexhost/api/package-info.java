@NullMarked
package org.vexhost.api;

import org.jspecify.annotations.NullMarked;
