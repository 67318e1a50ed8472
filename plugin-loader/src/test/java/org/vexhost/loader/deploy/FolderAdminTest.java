package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolState;
import org.vexhost.loader.deploy.operator.AdminException;
import org.vexhost.loader.registry.ToolEntry;

@DisplayName("An operator who has a tool deployed")
@Timeout(120)
class FolderAdminTest extends DeploymentTestCase {

    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir Path outside;

    private ToolEntry deploy(String source) throws Exception {
        return host.admin().deploy(outside.resolve(source), WAIT);
    }

    private String refusal(String source) {
        return assertThrows(AdminException.class, () -> deploy(source)).getMessage();
    }

    /** All names below a folder, as it lists them. */
    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private void folder(String name, String version) {
        TestModules.write(
                outside.resolve(name).resolve("tool.json"),
                TestModules.descriptor("boxed", version, "\"module\": \"build/boxed.wasm\",")
                        .getBytes(StandardCharsets.UTF_8));
        TestModules.write(
                outside.resolve(name).resolve("build/boxed.wasm"), TestModules.module(version));
    }

    @Test
    void namesItsDescriptorAndGetsItsModuleToo() throws Exception {
        TestModules.writePair(outside, "a", "1.0", "");
        ToolEntry entry = deploy("a.tool.json");
        assertEquals(ToolState.ACTIVE, entry.state());
        assertEquals(List.of("a.tool.json", "a.wasm"), names(host.tools));
        host.call("a");
    }

    @Test
    void namesItsModuleAndGetsTheDescriptorBesideIt() throws Exception {
        TestModules.writePair(outside, "a", "1.0", "");
        assertEquals("a.tool.json", deploy("a.wasm").artifact());
        host.call("a");
    }

    @Test
    void namesAJar() throws Exception {
        TestModules.write(
                outside.resolve("j.jar"), TestModules.jar(TestModules.jarEntries("j", "1.0")));
        assertEquals(ToolState.ACTIVE, deploy("j.jar").state());
    }

    @Test
    void namesAFolderAndUpdatesItInPlace() throws Exception {
        folder("box", "1.0");
        assertEquals("box/", deploy("box").artifact());
        folder("box", "2.0");
        assertEquals("2.0", deploy("box").version().orElseThrow());
        assertEquals("{\"version\": \"2.0\", \"granted\": 0}", host.call("boxed"));
        assertEquals(List.of("box/build/boxed.wasm", "box/tool.json"), names(host.tools));
    }

    @Test
    void hearsWhyItIsRefusedAndWhatServesOn() throws Exception {
        TestModules.writePair(outside, "a", "1.0", "");
        deploy("a.wasm");
        host.factory.refused.put("2.0", "WASM module must export 'memory'");
        TestModules.writePair(outside, "a", "2.0", "");
        ToolEntry entry = deploy("a.wasm");
        assertEquals(ToolState.FAILED, entry.state());
        assertEquals(
                "WASM module must export 'memory'; version 1.0 is still serving", entry.reason());
    }

    @Test
    void hearsWhatIsNoTool() throws Exception {
        assertEquals("'%s' is not there".formatted(outside.resolve("no.wasm")), refusal("no.wasm"));
        Files.writeString(outside.resolve("notes.txt"), "x");
        assertEquals(
                "'notes.txt' is not a .wasm, a .tool.json, a .jar or a folder",
                refusal("notes.txt"));
        Files.createDirectory(outside.resolve("empty"));
        assertEquals("folder has no 'tool.json'", refusal("empty"));
        TestModules.write(
                outside.resolve("half.tool.json"),
                TestModules.descriptor("half", "1.0").getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "'%s' is not there".formatted(outside.resolve("half.wasm")),
                refusal("half.tool.json"));
        assertEquals(List.of(), names(host.tools));
    }

    @Test
    void takesItOutAgainWithAllItsFiles() throws Exception {
        TestModules.writePair(outside, "a", "1.0", "");
        folder("box", "1.0");
        deploy("a.wasm");
        deploy("box");
        assertEquals(
                List.of(host.tools.resolve("a.tool.json"), host.tools.resolve("a.wasm")),
                host.admin().undeploy("a"));
        assertEquals(List.of(host.tools.resolve("box")), host.admin().undeploy("boxed"));
        assertEquals(List.of(), names(host.tools));
        ToolException gone = assertThrows(ToolException.class, () -> host.call("a"));
        assertEquals(ErrorReason.NO_SUCH_TOOL, gone.error().reason());
        AdminException unknown =
                assertThrows(AdminException.class, () -> host.admin().undeploy("a"));
        assertEquals("Tool 'a' is not deployed", unknown.getMessage());
    }
}
