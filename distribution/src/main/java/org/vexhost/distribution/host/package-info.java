/**
 * The classes that the launcher and the administration bundle share: the locations of a host's
 * files, and the launcher's interface. The system bundle exports this package.
 */
@NullMarked
package org.vexhost.distribution.host;

import org.jspecify.annotations.NullMarked;
