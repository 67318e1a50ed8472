/** Runs a WebAssembly module without a host. */
@NullMarked
package org.vexhost.distribution.cli.exec;

import org.jspecify.annotations.NullMarked;
