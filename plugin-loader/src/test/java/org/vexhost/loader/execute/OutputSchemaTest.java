package org.vexhost.loader.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vexhost.loader.execute.FakeTools.call;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.loader.config.HostSettings;

@DisplayName("A result")
class OutputSchemaTest {

    private static final ToolDefinition PROMISING =
            ToolDefinition.builder("promising", "1", "promises a number", Json.parse("true"))
                    .outputSchema(
                            Json.parse(
                                    "{\"properties\": {\"n\": {\"type\": \"integer\"}},"
                                            + " \"required\": [\"n\"]}"))
                    .build();

    private final FakeTools tools = new FakeTools();
    private final RegistryToolExecutor executor =
            new RegistryToolExecutor(tools.registry, HostSettings.Admission.DEFAULTS);

    @AfterEach
    void close() {
        executor.close();
    }

    private void serveModule() {
        tools.serve(FakeTools.module(PROMISING, SandboxLimits.DEFAULTS, ToolCall::arguments));
    }

    private ToolError error(String output) {
        return assertThrows(ToolException.class, () -> executor.execute("promising", call(output)))
                .error();
    }

    @Test
    void thatMatchesIsTheCallers() throws ToolException {
        serveModule();
        assertEquals("{\"n\":1}", executor.execute("promising", call("{'n':1}")).output().text());
    }

    @Test
    void thatDoesNotMatchIsAnErrorThatNamesPlaceAndRule() {
        serveModule();
        ToolError error = error("{'n':'secret'}");
        assertEquals(ErrorReason.INVALID_OUTPUT, error.reason());
        assertEquals(
                Optional.of(
                        new ErrorDetail.SchemaViolations(
                                List.of(new ErrorDetail.Violation("/n", "type", "integer")))),
                error.detail());
        assertEquals(
                "Results of tool 'promising' break rule 'type' at '/n' [expected integer]",
                error.message());
        assertEquals(7, error.usage().orElseThrow().fuelConsumed());
    }

    @Test
    void thatNamesAMemberTwiceIsNoResult() {
        tools.serve(
                FakeTools.module(
                        PROMISING,
                        SandboxLimits.DEFAULTS,
                        call -> Json.parse("{\"n\":1,\"n\":\"x\"}")));
        assertEquals(ErrorReason.INVALID_OUTPUT, error("1").reason());
    }

    @Test
    void ofAToolInJavaIsJudgedToo() {
        tools.serve(FakeTools.java(PROMISING, SandboxLimits.DEFAULTS, ToolCall::arguments));
        assertEquals(ErrorReason.INVALID_OUTPUT, error("{}").reason());
        assertTrue(error("{}").message().contains("'required'"), () -> error("{}").message());
    }

    @Test
    void leavesThePlaceToTheNextCall() {
        serveModule();
        for (int i = 0; i < 100; i++) {
            assertEquals(ErrorReason.INVALID_OUTPUT, error("{}").reason());
        }
        assertEquals(0, executor.host().running());
        assertEquals(0, executor.host().reservedBytes());
    }
}
