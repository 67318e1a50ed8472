/**
 * Represents the state of an initialised guest as data, with a budget for its heap and a store on
 * disk.
 */
@NullMarked
package org.vexhost.sandbox.snapshot;

import org.jspecify.annotations.NullMarked;
