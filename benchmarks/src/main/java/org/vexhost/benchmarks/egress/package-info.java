/**
 * Measures the cost of tools' requests, and the cost for other calls while a tool waits for a
 * response.
 */
@NullMarked
package org.vexhost.benchmarks.egress;

import org.jspecify.annotations.NullMarked;
