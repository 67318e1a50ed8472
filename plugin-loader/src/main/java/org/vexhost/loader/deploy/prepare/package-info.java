/** Reads, checks and compiles artifacts, each step on its own threads. */
@NullMarked
package org.vexhost.loader.deploy.prepare;

import org.jspecify.annotations.NullMarked;
