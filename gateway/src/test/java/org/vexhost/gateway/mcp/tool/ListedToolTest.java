package org.vexhost.gateway.mcp.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.admin.CapabilityRequest;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.VersionInfo;
import tools.jackson.databind.JsonNode;

class ListedToolTest {

    private static ToolDefinition.Builder tool(String schema) {
        return ToolDefinition.builder("t", "1.0", "Tests.", Json.parse(schema));
    }

    private static JsonNode modern(ToolDefinition.Builder tool) {
        return Schemas.read(
                ListedTool.of(tool.build(), Optional.empty(), NamePrefix.NONE)
                        .orElseThrow()
                        .json(Era.MODERN));
    }

    private static JsonNode json(String text) {
        return Schemas.read(Json.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"object\",\"required\":[\"a\"]}|{\"type\":\"object\",\"required\":[\"a\"]}",
                "true|{\"type\":\"object\"}",
                "false|{\"type\":\"object\",\"not\":{}}",
                "{}|{\"type\":\"object\"}",
                "{\"required\":[\"a\"]}|{\"type\":\"object\",\"required\":[\"a\"]}",
                "{\"type\":[\"null\",\"object\"]}|{\"type\":\"object\"}"
            })
    void schemaOfArgumentsIsOfAnObject(String schema, String shown) {
        assertEquals(json(shown), modern(tool(schema)).path("inputSchema"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"type\":\"array\"}", "{\"type\":\"string\"}", "{\"type\":[\"null\"]}"})
    void toolThatTakesNoObjectIsNotOffered(String schema) {
        assertTrue(
                ListedTool.of(tool(schema).build(), Optional.empty(), NamePrefix.NONE).isEmpty());
    }

    @Test
    void titleAndVersionAreShown() {
        JsonNode shown = modern(tool("true").title("A tool"));

        assertEquals("A tool", shown.path("title").stringValue());
        assertEquals("1.0", shown.path("_meta").path("org.vexhost/version").stringValue());
        assertFalse(shown.has("annotations"));
    }

    @Test
    void olderClientsSeeSchemasOfObjectResultsAlone() {
        ListedTool list =
                ListedTool.of(
                                tool("true")
                                        .outputSchema(Json.parse("{\"type\":\"array\"}"))
                                        .build(),
                                Optional.empty(),
                                NamePrefix.NONE)
                        .orElseThrow();
        ListedTool object =
                ListedTool.of(
                                tool("true")
                                        .outputSchema(Json.parse("{\"type\":\"object\"}"))
                                        .build(),
                                Optional.empty(),
                                NamePrefix.NONE)
                        .orElseThrow();

        assertTrue(Schemas.read(list.json(Era.MODERN)).has("outputSchema"));
        assertFalse(Schemas.read(list.json(Era.LEGACY)).has("outputSchema"));
        assertTrue(Schemas.read(object.json(Era.LEGACY)).has("outputSchema"));
    }

    private static JsonNode annotations(List<CapabilityRequest> requests, Grant... grants) {
        ToolDefinition definition = tool("true").build();
        VersionInfo version =
                new VersionInfo(
                        definition,
                        Optional.of("sha256:00"),
                        Optional.empty(),
                        requests,
                        VersionInfo.LimitRequest.NONE,
                        Optional.of(SandboxLimits.DEFAULTS),
                        Optional.of("vex"),
                        List.of(),
                        false,
                        false,
                        Optional.empty(),
                        List.of());
        GrantsInfo info =
                new GrantsInfo(
                        "t",
                        List.of(grants),
                        Optional.empty(),
                        Optional.empty(),
                        GrantsInfo.Updates.APPROVE,
                        List.of());
        ListedTool entry =
                ListedTool.of(
                                definition,
                                Optional.of(Annotations.of(version, info)),
                                NamePrefix.NONE)
                        .orElseThrow();
        return Schemas.read(entry.json(Era.MODERN)).path("annotations");
    }

    private static Grant directory(Grant.Access access) {
        return new Grant.FileSystem(
                "/data", Path.of("/tmp"), access, Grant.Sharing.EXCLUSIVE, 1 << 20, 10);
    }

    private static JsonNode expected(boolean writes, boolean reachesOut) {
        return json(
                "{\"readOnlyHint\":%s,\"destructiveHint\":%s,\"idempotentHint\":%s,\"openWorldHint\":%s}"
                        .formatted(!writes, writes, !writes, reachesOut));
    }

    @Test
    void annotationsFollowFromGrants() {
        assertEquals(expected(false, false), annotations(List.of()));
        assertEquals(expected(false, false), annotations(List.of(), directory(Grant.Access.READ)));
        assertEquals(
                expected(true, false), annotations(List.of(), directory(Grant.Access.READ_WRITE)));
        assertEquals(
                expected(true, true),
                annotations(List.of(new CapabilityRequest(Capability.NETWORK, List.of()))));
    }
}
