/** The metrics of a host, read on request: as text for Prometheus, and over JMX. */
@NullMarked
package org.vexhost.metrics;

import org.jspecify.annotations.NullMarked;
