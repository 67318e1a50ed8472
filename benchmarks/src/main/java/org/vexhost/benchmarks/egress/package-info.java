/** What requests of tools cost, and what it costs others while a tool waits for an answer. */
@NullMarked
package org.vexhost.benchmarks.egress;

import org.jspecify.annotations.NullMarked;
