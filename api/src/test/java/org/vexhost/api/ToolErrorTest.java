package org.vexhost.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A tool error")
class ToolErrorTest {

    static Stream<ErrorDetail> details() {
        return Stream.of(
                new ErrorDetail.LimitExceeded("maxFuel", 10, "units", OptionalLong.of(11)),
                new ErrorDetail.LimitExceeded("timeout", 10, "ms", OptionalLong.empty()),
                new ErrorDetail.MissingCapability(Capability.ENVIRONMENT, List.of("LANG")),
                new ErrorDetail.SchemaViolations(
                        List.of(new ErrorDetail.Violation("/a/0", "type", "string"))),
                new ErrorDetail.Trap(
                        "unreachable",
                        List.of(
                                new ErrorDetail.Frame(7, Optional.of("run"), OptionalLong.of(90)),
                                new ErrorDetail.Frame(0, Optional.empty(), OptionalLong.empty())),
                        List.of("panicked"),
                        true),
                new ErrorDetail.Trap("integer overflow"),
                new ErrorDetail.Exit(4294967295L, List.of("one", "two")));
    }

    @ParameterizedTest
    @MethodSource("details")
    void survivesItsJson(ErrorDetail detail) {
        ToolError error =
                ToolError.of(ErrorReason.FUEL, "csv", "Tool 'csv' stopped", detail)
                        .withUsage(new Usage(7, 3, 0, 65536));
        assertEquals(error, ToolError.fromJson(error.toJson()));
    }

    @ParameterizedTest
    @EnumSource(ErrorReason.class)
    void survivesItsJsonWithEveryReason(ErrorReason reason) {
        ToolError error = ToolError.of(reason, "csv", "\"quoted\"\n");
        assertEquals(error, ToolError.fromJson(error.toJson()));
    }

    @Test
    void rendersToDocumentedMembers() {
        ToolError error =
                ToolError.of(
                        ErrorReason.OVERLOADED,
                        "csv",
                        "busy",
                        new ErrorDetail.LimitExceeded(
                                "maxConcurrency", 2, "calls", OptionalLong.of(3)));
        assertEquals(
                "{\"code\":\"UNAVAILABLE\",\"reason\":\"OVERLOADED\",\"tool\":\"csv\","
                        + "\"message\":\"busy\",\"retryable\":true,\"detail\":{\"kind\":"
                        + "\"limitExceeded\",\"limit\":\"maxConcurrency\",\"max\":2,\"unit\":"
                        + "\"calls\",\"actual\":3}}",
                error.toJson().text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"reason\":\"NONSENSE\",\"tool\":\"a\",\"message\":\"b\"}",
                "{\"reason\":\"FUEL\",\"tool\":1,\"message\":\"b\"}",
                "{\"reason\":\"FUEL\",\"tool\":\"a\",\"message\":\"b\",\"detail\":{\"kind\":\"x\"}}",
                "{\"reason\":\"FUEL\",\"tool\":\"a\",\"message\":\"b\",\"usage\":3}",
                "{\"reason\":\"EXIT_CODE\",\"tool\":\"a\",\"message\":\"b\",\"detail\":"
                        + "{\"kind\":\"exit\",\"exitCode\":1,\"stderr\":[1]}}",
                "{\"reason\":\"FUEL\",\"tool\":\"a\",\"message\":\"b\",\"usage\":"
                        + "{\"fuelConsumed\":-1,\"fuelRemaining\":0,\"peakMemoryBytes\":0}}",
                "{\"reason\":\"FUEL\",\"tool\":\"a\",\"message\":\"b\",\"usage\":"
                        + "{\"fuelConsumed\":1,\"hostFuelConsumed\":-1,\"fuelRemaining\":0,"
                        + "\"peakMemoryBytes\":0}}"
            })
    void isNotReadFromSomethingElse(String json) {
        assertThrows(InvalidJsonException.class, () -> ToolError.fromJson(Json.parse(json)));
    }

    @Test
    void saysWhatGuestAndHostUsedApart() {
        String json =
                ToolError.of(ErrorReason.FUEL, "csv", "stopped")
                        .withUsage(new Usage(7, 3, 0, 65536))
                        .toJson()
                        .text();
        assertTrue(json.contains("\"fuelConsumed\":7,\"hostFuelConsumed\":3,"), json);
        String older = json.replace("\"hostFuelConsumed\":3,", "");
        Usage read = ToolError.fromJson(Json.parse(older)).usage().orElseThrow();
        assertEquals(new Usage(7, 0, 0, 65536), read);
        assertEquals(10, new Usage(7, 3, 0, 0).totalFuelConsumed());
    }

    @Test
    void isNeverRetryableForWhatStaysTheSame() {
        assertFalse(ErrorReason.FUEL.isRetryable());
        assertFalse(ErrorReason.CAPABILITY_NOT_GRANTED.isRetryable());
        assertFalse(ErrorReason.DISABLED.isRetryable());
        assertTrue(ErrorReason.OVERLOADED.isRetryable());
        assertTrue(ErrorReason.DRAINING.isRetryable());
    }

    @Test
    void isCarriedByItsException() {
        ToolError error = ToolError.of(ErrorReason.NO_SUCH_TOOL, "x", "no tool is named 'x'");
        ToolException exception = error.toException();
        assertEquals(error, exception.error());
        assertEquals("no tool is named 'x'", exception.getMessage());
        assertEquals(3, error.code().exitStatus());
    }
}
