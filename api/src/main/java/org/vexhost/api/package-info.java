/**
 * Contains the types for authors and callers of tools.
 *
 * <p>The signatures in this package use only types of the JDK: no types of an engine, a logger or a
 * framework. All types are immutable or interfaces. No method accepts or returns {@code null}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.vexhost.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
