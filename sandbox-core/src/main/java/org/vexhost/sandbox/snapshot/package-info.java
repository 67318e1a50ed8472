/** The state of an initialised guest as data, with a memory budget and a store on disk. */
@NullMarked
package org.vexhost.sandbox.snapshot;

import org.jspecify.annotations.NullMarked;
