package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.ToolState;
import org.vexhost.loader.deploy.operator.AdminException;

@Timeout(120)
@DisplayName("vex:deploy and vex:undeploy leave alone what is another tool's:")
class OtherToolsFilesTest extends DeploymentTestCase {

    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir Path outside;

    @BeforeEach
    void deployProbe() throws Exception {
        TestModules.writePair(host.tools, "probe", "1.0", "");
        host.awaitActive("probe.tool.json", "1.0");
    }

    private static void descriptor(Path file, String name, String more) {
        TestModules.write(
                file, TestModules.descriptor(name, "1.0", more).getBytes(StandardCharsets.UTF_8));
    }

    private void module(String file) {
        TestModules.write(outside.resolve(file), TestModules.module("mine"));
    }

    /** Refused, and what is there is as it was. */
    private String refusal(String source) throws Exception {
        List<Path> before = files();
        String text =
                assertThrows(
                                AdminException.class,
                                () -> host.admin().deploy(outside.resolve(source), WAIT))
                        .getMessage();
        assertEquals(before, files());
        assertArrayEquals(
                TestModules.module("probe1.0"),
                Files.readAllBytes(host.tools.resolve("probe.wasm")));
        host.awaitActive("probe.tool.json", "1.0");
        return text;
    }

    private List<Path> files() throws Exception {
        try (var all = Files.walk(host.tools)) {
            return all.sorted().toList();
        }
    }

    private String belongs(String file, String owner) {
        return "'%s' belongs to '%s' already; rename the file, or deploy a folder or a jar"
                .formatted(host.tools.resolve(file), owner);
    }

    @Test
    void aModuleOfTheSameFileName() throws Exception {
        module("probe.wasm");
        descriptor(outside.resolve("other.tool.json"), "other", "\"module\": \"probe.wasm\",");
        assertEquals(belongs("probe.wasm", "probe.tool.json"), refusal("other.tool.json"));
    }

    @Test
    void aSingleFileOverAModule() throws Exception {
        TestModules.write(
                outside.resolve("probe.wasm"),
                TestModules.withSection("vexhost.tool", TestModules.descriptor("other", "1")));
        assertEquals(belongs("probe.wasm", "probe.tool.json"), refusal("probe.wasm"));
    }

    @Test
    void aDescriptorOfAnotherTool() throws Exception {
        module("probe.wasm");
        descriptor(outside.resolve("probe.tool.json"), "other", "");
        assertEquals(
                "'probe.tool.json' is there as tool 'probe' already, and would become tool"
                        + " 'other'; rename it, or vex:undeploy that tool first",
                refusal("probe.tool.json"));
    }

    @Test
    void aDescriptorThatNobodyCanRead() throws Exception {
        module("probe.wasm");
        TestModules.write(
                outside.resolve("probe.tool.json"),
                "{\"name\": 1}".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "'probe.tool.json' is there as tool 'probe' already, and would become a tool whose"
                        + " descriptor cannot be read; rename it, or vex:undeploy that tool first",
                refusal("probe.tool.json"));
    }

    @Test
    void aNameThatIsDeployedFromElsewhere() throws Exception {
        descriptor(outside.resolve("box/tool.json"), "probe", "");
        module("box/probe.wasm");
        assertEquals(
                "Tool 'probe' is deployed from 'probe.tool.json' already; vex:undeploy it first",
                refusal("box"));
        TestModules.write(
                outside.resolve("p.jar"), TestModules.jar(TestModules.jarEntries("probe", "2")));
        assertEquals(
                "Tool 'probe' is deployed from 'probe.tool.json' already; vex:undeploy it first",
                refusal("p.jar"));
    }

    @Test
    void aJarOfTheSameFileName() throws Exception {
        TestModules.write(
                host.tools.resolve("j.jar"), TestModules.jar(TestModules.jarEntries("j", "1")));
        host.awaitActive("j.jar", "1");
        TestModules.write(
                outside.resolve("j.jar"), TestModules.jar(TestModules.jarEntries("k", "1")));
        assertEquals(
                "'j.jar' is there as tool 'j' already, and would become tool 'k'; rename it, or"
                        + " vex:undeploy that tool first",
                refusal("j.jar"));
    }

    @Test
    void aFolderOfTheSameName() throws Exception {
        descriptor(host.tools.resolve("box/tool.json"), "boxed", "");
        TestModules.write(host.tools.resolve("box/boxed.wasm"), TestModules.module("boxed"));
        host.awaitActive("box/", "1.0");
        descriptor(outside.resolve("box/tool.json"), "other", "");
        module("box/other.wasm");
        assertTrue(refusal("box").startsWith("'box/' is there as tool 'boxed' already"));
        // Nor does a file come into it.
        descriptor(outside.resolve("in.tool.json"), "in", "\"module\": \"box/in.wasm\",");
        module("box/in.wasm");
        assertEquals(belongs("box/in.wasm", "box/"), refusal("in.tool.json"));
    }

    @Test
    void aModuleInAFolderThatADescriptorOutsideOfItNames() throws Exception {
        descriptor(host.tools.resolve("out.tool.json"), "out", "\"module\": \"lib/out.wasm\",");
        TestModules.write(host.tools.resolve("lib/out.wasm"), TestModules.module("out"));
        host.awaitActive("out.tool.json", "1.0");
        descriptor(outside.resolve("lib/tool.json"), "lib", "");
        module("lib/lib.wasm");
        module("lib/out.wasm");
        assertEquals(belongs("lib/out.wasm", "out.tool.json"), refusal("lib"));

        Files.delete(outside.resolve("lib/out.wasm"));
        assertEquals(ToolState.ACTIVE, host.admin().deploy(outside.resolve("lib"), WAIT).state());
        // And goes without it.
        host.admin().undeploy("lib");
        assertTrue(Files.exists(host.tools.resolve("lib/out.wasm")));
        assertFalse(Files.exists(host.tools.resolve("lib/lib.wasm")));
        host.awaitActive("out.tool.json", "1.0");
    }

    @Test
    void aFolderThatIsALinkToAnotherTools() throws Exception {
        descriptor(host.tools.resolve("box/tool.json"), "boxed", "");
        TestModules.write(host.tools.resolve("box/boxed.wasm"), TestModules.module("boxed"));
        host.awaitActive("box/", "1.0");
        Files.createSymbolicLink(host.tools.resolve("link"), Path.of("box"));
        descriptor(outside.resolve("via.tool.json"), "via", "\"module\": \"link/boxed.wasm\",");
        module("link/boxed.wasm");
        assertTrue(refusal("via.tool.json").contains("' belongs to '"));
        assertArrayEquals(
                TestModules.module("boxed"),
                Files.readAllBytes(host.tools.resolve("box/boxed.wasm")));
    }

    @Test
    void aFolderThatIsALinkToTheOutside(@TempDir Path elsewhere) throws Exception {
        Files.createSymbolicLink(host.tools.resolve("away"), elsewhere);
        descriptor(outside.resolve("via.tool.json"), "via", "\"module\": \"away/x.wasm\",");
        module("away/x.wasm");
        assertEquals(
                "'%s' is by a link outside of the tools folder"
                        .formatted(host.tools.resolve("away/x.wasm")),
                refusal("via.tool.json"));
        assertEquals(0, elsewhere.toFile().list().length);
    }

    @Test
    void aNameThatTheFolderDoesNotLookAt() throws Exception {
        for (String name : List.of(".hidden.wasm", "copy.wasm~", "x.tmp")) {
            module(name);
            assertEquals(
                    ("'%s' has a name that the tools folder does not look at, as hidden and"
                                    + " temporary files have")
                            .formatted(name),
                    refusal(name));
        }
    }

    @Test
    void aModuleThatNobodyDescribesIsReplaced() throws Exception {
        TestModules.write(host.tools.resolve("new.wasm"), TestModules.module("left behind"));
        host.await("new.wasm", ToolState.WAITING);
        TestModules.writePair(outside, "new", "1.0", "");
        assertEquals(
                ToolState.ACTIVE,
                host.admin().deploy(outside.resolve("new.tool.json"), WAIT).state());
    }

    @Test
    void aModuleThatTwoDescriptorsNameStaysWithTheOther() throws Exception {
        descriptor(host.tools.resolve("other.tool.json"), "other", "\"module\": \"probe.wasm\",");
        host.await("other.tool.json", ToolState.FAILED);
        assertEquals(
                List.of(host.tools.resolve("other.tool.json")),
                host.admin().undeploy("other.tool.json"));
        assertTrue(Files.exists(host.tools.resolve("probe.wasm")));
        host.awaitActive("probe.tool.json", "1.0");
    }

    @Test
    void anUpdateOfTheToolItselfGoesThrough() throws Exception {
        TestModules.writePair(outside, "probe", "2.0", "");
        assertEquals(
                "2.0",
                host.admin().deploy(outside.resolve("probe.wasm"), WAIT).version().orElseThrow());
    }
}
