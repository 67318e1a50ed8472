/**
 * Web pages of modules: a module registers {@link org.vexhost.api.web.WebPages}, and the module
 * that has the HTTP listeners serves them behind its own checks of host, origin, size and time.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.vexhost.api.web;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
