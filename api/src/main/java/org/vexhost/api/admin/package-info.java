/**
 * What an operator sees of a host and can do with it, as data and events: every command, page and
 * remote interface for operators is built on this and on nothing behind it. No text for people is
 * in it beyond reasons and messages.
 *
 * <p>The records are made by the host; those who use the package read them. Later versions may add
 * components to them and methods to the interfaces that the host implements.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.vexhost.api.admin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
