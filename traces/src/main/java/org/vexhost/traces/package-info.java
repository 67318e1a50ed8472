/** A span for each call, in the context of its caller, sent to a collector of OpenTelemetry. */
@NullMarked
package org.vexhost.traces;

import org.jspecify.annotations.NullMarked;
