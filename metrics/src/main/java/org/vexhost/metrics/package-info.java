/** The metrics of a host, which are read on request: as text for Prometheus, and over JMX. */
@NullMarked
package org.vexhost.metrics;

import org.jspecify.annotations.NullMarked;
