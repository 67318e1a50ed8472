/** Reads, checks and compiles artifacts, each step on threads of its own. */
@NullMarked
package org.vexhost.loader.deploy.prepare;

import org.jspecify.annotations.NullMarked;
