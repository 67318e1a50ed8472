/**
 * What the launcher shares with the administration bundle inside the framework: where a host's
 * files are, and how the bundle tells the launcher what to do. The system bundle exports it.
 */
@NullMarked
package org.vexhost.distribution.host;

import org.jspecify.annotations.NullMarked;
