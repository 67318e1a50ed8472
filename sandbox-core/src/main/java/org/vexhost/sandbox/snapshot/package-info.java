/** What a guest is made of once it was initialised: as data, within a bound, and on disk. */
@NullMarked
package org.vexhost.sandbox.snapshot;

import org.jspecify.annotations.NullMarked;
