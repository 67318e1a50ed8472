/**
 * The extension point for web pages. A module registers {@link org.vexhost.api.web.WebPages}. The
 * module with the HTTP listeners serves these pages, after it has checked the host name, the
 * origin, the size and the time of a request.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.vexhost.api.web;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
