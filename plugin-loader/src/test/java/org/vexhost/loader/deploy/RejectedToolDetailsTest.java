package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolState;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.descriptor.RequestedLimits.Limit;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.registry.ToolEntry;

@DisplayName("What its descriptor says is known of a tool")
@Timeout(120)
class RejectedToolDetailsTest extends DeploymentTestCase {

    private static final String WANTS =
            "\"capabilities\": {\"environment\": [\"LANG\"]}, \"limits\": {\"maxFuel\": 7000},";

    private void describe(String file, String version, String more) {
        TestModules.write(host.tools.resolve(file), json(version, more));
    }

    private static byte[] json(String version, String more) {
        return TestModules.descriptor("a", version, more).getBytes(StandardCharsets.UTF_8);
    }

    private static ArtifactDigest digest(String version, String more, byte[] module) {
        return ArtifactDigest.of(json(version, more), module);
    }

    private ToolDetails awaitDetails(String artifact, ToolState state, String version)
            throws Exception {
        ToolEntry entry =
                host.await(
                        artifact,
                        each ->
                                each.state() == state
                                        && each.details()
                                                .filter(
                                                        known ->
                                                                known.definition()
                                                                        .version()
                                                                        .equals(version))
                                                .isPresent());
        assertEquals(Optional.of(version), entry.version());
        return entry.details().orElseThrow();
    }

    private static void assertAsked(ToolDetails known) {
        assertEquals("a test", known.definition().description());
        assertEquals(List.of("LANG"), known.requested().texts(Capability.ENVIRONMENT));
        assertEquals(Optional.empty(), known.limits());
        assertEquals(
                Optional.of(Map.of(Limit.MAX_FUEL, 7000L)),
                known.descriptor().map(each -> each.limits().values()));
    }

    @ParameterizedTest
    @CsvSource({"a.tool.json,a.tool.json", "a/tool.json,a/"})
    void thatWaitsForItsModule(String file, String artifact) throws Exception {
        describe(file, "1.0", WANTS);
        ToolDetails known = awaitDetails(artifact, ToolState.WAITING, "1.0");
        assertAsked(known);
        assertEquals(Optional.empty(), known.digest());

        describe(file, "1.1", WANTS);
        assertAsked(awaitDetails(artifact, ToolState.WAITING, "1.1"));
        TestModules.write(
                host.tools.resolve(file).resolveSibling("a.wasm"), TestModules.module("x"));
        assertEquals(
                7000,
                awaitDetails(artifact, ToolState.BLOCKED, "1.1").limits().orElseThrow().maxFuel());
    }

    /** Also one that served until the ceiling was lowered. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoseLimitsExceedACeiling(boolean served) throws Exception {
        String wants = "\"limits\": {\"maxFuel\": 2000000},";
        if (!served) {
            lowerMaxFuel();
        }
        describe("a.tool.json", "1.0", wants);
        TestModules.write(host.tools.resolve("a.wasm"), TestModules.module("x"));
        if (served) {
            host.awaitActive("a.tool.json", "1.0");
            lowerMaxFuel();
        }
        ToolDetails known = awaitDetails("a.tool.json", ToolState.FAILED, "1.0");
        assertEquals("a test", known.definition().description());
        assertEquals(Optional.empty(), known.limits());
        assertEquals(
                Optional.of(Map.of(Limit.MAX_FUEL, 2_000_000L)),
                known.descriptor().map(each -> each.limits().values()));
        assertEquals(Optional.of(digest("1.0", wants, TestModules.module("x"))), known.digest());
    }

    private void lowerMaxFuel() {
        HostSettings before = host.current();
        host.set(
                new HostSettings(
                        before.home(),
                        before.toolsFolder(),
                        before.defaults(),
                        SandboxLimits.builder().maxFuel(1_000_000).build(),
                        before.deployment(),
                        before.admission()));
    }

    @Test
    void thatAsksForASubprocess() throws Exception {
        String wants = WANTS.replace("[\"LANG\"]", "[\"LANG\"], \"subprocess\": true");
        describe("a.tool.json", "1.0", wants);
        TestModules.write(host.tools.resolve("a.wasm"), TestModules.module("x"));
        ToolDetails known = awaitDetails("a.tool.json", ToolState.FAILED, "1.0");
        assertAsked(known);
        assertTrue(known.digest().isPresent());
    }

    @ParameterizedTest
    @CsvSource({"a.tool.json,a.tool.json", "a/tool.json,a/"})
    void whoseModuleIsNotAModule(String file, String artifact) throws Exception {
        byte[] text = "(module)".getBytes(StandardCharsets.UTF_8);
        TestModules.write(host.tools.resolve(file).resolveSibling("a.wasm"), text);
        describe(file, "1.0", WANTS);
        ToolDetails known = awaitDetails(artifact, ToolState.FAILED, "1.0");
        assertAsked(known);
        assertEquals(Optional.of(digest("1.0", WANTS, text)), known.digest());
    }

    @Test
    void whoseModuleHasAnotherHash() throws Exception {
        String wants = WANTS + "\"sha256\": \"%s\",".formatted("0".repeat(64));
        describe("a.tool.json", "1.0", wants);
        TestModules.write(host.tools.resolve("a.wasm"), TestModules.module("x"));
        ToolDetails known = awaitDetails("a.tool.json", ToolState.FAILED, "1.0");
        assertAsked(known);
        assertEquals(Optional.of(digest("1.0", wants, TestModules.module("x"))), known.digest());
    }

    @Test
    void whoseModuleIsTooLarge() throws Exception {
        describe("a.tool.json", "1.0", WANTS);
        try (var file = new RandomAccessFile(host.tools.resolve("a.wasm").toFile(), "rw")) {
            file.setLength(host.current().deployment().maxModuleBytes() + 1);
        }
        assertAsked(awaitDetails("a.tool.json", ToolState.FAILED, "1.0"));
    }

    @Test
    void whoseJarHasNoModule() throws Exception {
        Map<String, byte[]> entries = TestModules.jarEntries("a", "1.0");
        entries.put("tool.json", json("1.0", WANTS));
        entries.remove("a.wasm");
        TestModules.write(host.tools.resolve("a.jar"), TestModules.jar(entries));
        assertAsked(awaitDetails("a.jar", ToolState.FAILED, "1.0"));
    }

    @Test
    void unlessTheDescriptorIsTooLarge() throws Exception {
        byte[] large = new byte[ToolDescriptor.MAX_BYTES + 1];
        Arrays.fill(large, (byte) ' ');
        TestModules.write(host.tools.resolve("a.tool.json"), large);
        assertEquals(Optional.empty(), host.await("a.tool.json", ToolState.FAILED).details());
    }

    /** What serves is what grants are for, until the update has all its parts. */
    @Test
    void thatIsAnUpdateWithoutItsModuleYetAndGrantsAreForWhatServes() throws Exception {
        TestModules.writePair(host.tools, "a", "1.0", "");
        ToolEntry serving = host.awaitActive("a.tool.json", "1.0");
        describe("a.tool.json", "2.0", WANTS + "\"module\": \"a-2.wasm\",");
        assertAsked(awaitDetails("a.tool.json", ToolState.WAITING, "2.0"));
        assertEquals(
                serving.details().flatMap(ToolDetails::digest).map(ArtifactDigest::text),
                host.admin()
                        .by("user 'ann'")
                        .grant(
                                "a",
                                List.of(new Grant.Environment("LANG")),
                                Optional.empty(),
                                Optional.empty())
                        .artifact());
        Files.delete(host.tools.resolve("a.tool.json"));
        host.awaitTrue(() -> host.entry("a.tool.json").isEmpty());
    }
}
