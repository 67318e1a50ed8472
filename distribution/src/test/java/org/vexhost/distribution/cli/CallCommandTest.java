package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.distribution.protocol.CallRequest.Trace;

@DisplayName("vexhost call")
class CallCommandTest {

    @Test
    void takesThePlaceInATraceFromTheEnvironment() {
        assertEquals(Optional.empty(), CallCommand.trace(Map.of()));
        assertEquals(Optional.empty(), CallCommand.trace(Map.of("TRACESTATE", "a=b")));
        assertEquals(
                Optional.of(new Trace("00-1", "")),
                CallCommand.trace(Map.of("TRACEPARENT", "00-1")));
        assertEquals(
                Optional.of(new Trace("00-1", "a=b")),
                CallCommand.trace(Map.of("TRACEPARENT", "00-1", "TRACESTATE", "a=b")));
    }

    @Test
    void ignoresAPlaceInATraceThatIsTooLong() {
        String state = "x".repeat(2_044);
        assertEquals(
                Optional.of(new Trace("00-1", state)),
                CallCommand.trace(Map.of("TRACEPARENT", "00-1", "TRACESTATE", state)));
        assertEquals(
                Optional.empty(),
                CallCommand.trace(Map.of("TRACEPARENT", "00-1", "TRACESTATE", state + "x")));
    }
}
