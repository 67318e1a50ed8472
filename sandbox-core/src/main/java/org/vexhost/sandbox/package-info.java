@NullMarked
package org.vexhost.sandbox;

import org.jspecify.annotations.NullMarked;
