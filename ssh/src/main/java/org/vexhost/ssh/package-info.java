/** The host's shell over SSH, for operators whose key is authorized. Off by default. */
@NullMarked
package org.vexhost.ssh;

import org.jspecify.annotations.NullMarked;
