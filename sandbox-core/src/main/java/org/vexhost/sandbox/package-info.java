/**
 * Runs WebAssembly modules under limits.
 *
 * <p>{@link org.vexhost.sandbox.WasmEngine} prepares modules. {@link org.vexhost.sandbox.WasmTool}
 * is a prepared module; each of its calls runs in its own sandbox.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.vexhost.sandbox;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
