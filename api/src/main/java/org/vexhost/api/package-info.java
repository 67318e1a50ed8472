/**
 * Tools as their authors and their callers see them.
 *
 * <p>This package depends only on the JDK: no engine, no logger, no framework types. All types are
 * immutable or interfaces. No method accepts or returns {@code null}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.vexhost.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
