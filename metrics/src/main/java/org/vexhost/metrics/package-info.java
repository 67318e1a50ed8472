/** The numbers of a host, read when somebody asks: as text for Prometheus, and over JMX. */
@NullMarked
package org.vexhost.metrics;

import org.jspecify.annotations.NullMarked;
