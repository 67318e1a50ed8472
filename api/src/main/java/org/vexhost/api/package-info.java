/**
 * What a tool is, and what a caller of tools sees.
 *
 * <p>This package depends on the JDK alone: no engine, no logger, no framework types. All types are
 * immutable or interfaces; no method accepts or returns {@code null}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.vexhost.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
