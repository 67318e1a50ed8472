@NullMarked
package org.vexhost.examples.jsondiff;

import org.jspecify.annotations.NullMarked;
