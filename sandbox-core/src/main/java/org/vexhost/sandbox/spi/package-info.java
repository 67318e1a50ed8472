/**
 * The extension point for host functions and for listeners for denials.
 *
 * <p>It does not use any type of the Wasm engine. Implementations register a {@link
 * org.vexhost.sandbox.spi.HostModule} as an OSGi service.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.vexhost.sandbox.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
