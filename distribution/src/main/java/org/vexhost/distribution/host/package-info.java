/**
 * Classes that the launcher shares with the administration bundle in the framework: the locations
 * of a host's files, and the interface of the launcher. The system bundle exports this package.
 */
@NullMarked
package org.vexhost.distribution.host;

import org.jspecify.annotations.NullMarked;
