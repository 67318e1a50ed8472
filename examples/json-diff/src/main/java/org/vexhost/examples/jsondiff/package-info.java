/** A tool in Java that compares two JSON documents. */
@NullMarked
package org.vexhost.examples.jsondiff;

import org.jspecify.annotations.NullMarked;
