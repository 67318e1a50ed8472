/**
 * Turns modules into JVM classes, and classes into guests with a memory and a gauge of their own.
 */
@NullMarked
package org.vexhost.sandbox.compile;

import org.jspecify.annotations.NullMarked;
