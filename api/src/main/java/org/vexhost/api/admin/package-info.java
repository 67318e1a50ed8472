/**
 * Contains everything that an operator can see of a host and do with it, as data and events. All
 * commands, pages and remote interfaces for operators use only this package. It contains no text
 * for people except reasons and messages.
 *
 * <p>The host creates the records, and users of the package only read them. Later versions may add
 * components to these records, and methods to the interfaces that the host implements.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.vexhost.api.admin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
