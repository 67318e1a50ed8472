/** A tool in Java: tells how two JSON documents differ. */
@NullMarked
package org.vexhost.examples.jsondiff;

import org.jspecify.annotations.NullMarked;
