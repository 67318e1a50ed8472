@NullMarked
package org.vexhost.ssh.key;

import org.jspecify.annotations.NullMarked;
