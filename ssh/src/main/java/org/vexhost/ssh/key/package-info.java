/** Keys: the host's own key, the operators' keys, and the files that contain them. */
@NullMarked
package org.vexhost.ssh.key;

import org.jspecify.annotations.NullMarked;
