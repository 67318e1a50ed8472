package org.vexhost.distribution.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.distribution.guest.GeneratedTool;

/** Files that nobody who means well brings into a folder. */
@DisplayName("Odd files in the tools folder")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddFilesIT {

    private static final int CODE_BYTES = 1_500;

    @TempDir static Path folder;
    private HostProcess host;
    private Path tools;
    private int updates;

    @BeforeAll
    void start() throws Exception {
        host = HostProcess.start(folder.resolve("home"));
        tools = host.home().tools();
    }

    @AfterAll
    void stop() throws Exception {
        host.close();
    }

    /** Whatever lies there: deployment goes on. */
    @AfterEach
    void anUpdateOfAnotherToolIsDeployed() throws Exception {
        GeneratedTool tool = new GeneratedTool("bystander", ++updates, CODE_BYTES);
        tool.moveTo(tools);
        host.awaitCall("bystander", "{}", reply -> reply.out().equals(tool.answer("{}")));
        assertFalse(host.log().contains(" ERROR "), host::printed);
    }

    private void shell(String script) throws Exception {
        Reply reply =
                HostProcess.execute("", List.of("/bin/sh", "-c", script, "sh", tools.toString()));
        assertEquals(0, reply.status(), reply::toString);
    }

    private static String descriptor(String module) {
        return new GeneratedTool("odd", 1, 100).descriptor().replace("odd.wasm", module);
    }

    @Test
    void namesWithLineFeedsAndControlCharactersForgeNothing() throws Exception {
        shell("printf x > \"$1/$(printf 'a\\n2026-01-01 00:00:00.000 INFO host is fine.wasm')\"");
        shell("printf x > \"$1/$(printf 'b\\033[2Jc.wasm')\"");
        host.awaitTools("\\u001b[2Jc.wasm");
        assertFalse(host.log().contains("\n2026-01-01 00:00:00.000 INFO host is fine"));
        assertFalse(host.log().contains("\u001b"));
        assertFalse(host.shell("vex:tools").out().contains("\u001b"));
    }

    @Test
    void namesThatAreNotUtf8AndNamesOf255Bytes() throws Exception {
        shell("printf x > \"$1/$(printf '\\377\\376.wasm')\"");
        shell("printf '{' > \"$1/$(printf '\\377\\376.tool.json')\"");
        shell(
                "mkdir \"$1/$(printf 'f\\300older')\" && printf x > \"$1/$(printf 'f\\300older')/a.wasm\"");
        shell("printf x > \"$1/$(printf '%0250d' 0).wasm\"");
        shell("printf '{' > \"$1/$(printf '%0245d' 0).tool.json\"");
        host.awaitTools("0000000");
    }

    @Test
    void descriptorsNameModulesThatNoFileCanHave() throws Exception {
        int i = 0;
        for (String module :
                List.of(
                        "\\u0000.wasm",
                        "a\\u0000b/c.wasm",
                        "\\u00fc\\u4e2d.wasm",
                        "\\ud83d\\ude00.wasm",
                        "a/../../../../etc/passwd",
                        "/etc/passwd",
                        "..",
                        ".",
                        "",
                        "x".repeat(5_000),
                        "a/".repeat(2_000) + "b.wasm")) {
            Files.writeString(tools.resolve("names-" + i + ".tool.json"), descriptor(module));
            Path sub = Files.createDirectories(tools.resolve("names-folder-" + i++));
            Files.writeString(sub.resolve("tool.json"), descriptor(module));
        }
        for (int each = 0; each < i; each++) {
            String artifact = "names-" + each + ".tool.json";
            host.awaitTools(artifact);
        }
        assertFalse(host.shell("vex:tools").out().contains("root:"));
        for (int each = 0; each < i; each++) {
            Files.delete(tools.resolve("names-" + each + ".tool.json"));
        }
    }

    @Test
    void whatIsNoOrdinaryFileIsNotOpened() throws Exception {
        shell("mkfifo \"$1/pipe.wasm\" \"$1/pipe2.tool.json\" \"$1/pipe.jar\"");
        shell("mkdir \"$1/pipes\" && mkfifo \"$1/pipes/tool.json\" \"$1/pipes/a.wasm\"");
        shell("mkdir \"$1/folder.wasm\" \"$1/folder.tool.json\" \"$1/folder.jar\"");
        shell("ln -s /dev/zero \"$1/zero.wasm\"; ln -s /proc/self/mem \"$1/mem.jar\"");
        shell("ln -s loop.wasm \"$1/loop.wasm\"; ln -s nowhere \"$1/nowhere.tool.json\"");
        shell("ln -s . \"$1/itself\"; ln -s .. \"$1/parent\"");
        host.awaitTools("'pipe.wasm' is not an ordinary file");
        host.awaitTools("'zero.wasm' is not an ordinary file");
        host.awaitTools("'mem.jar' is a link that leaves the tools folder");
        host.awaitTools("'parent' is a link that leaves the tools folder");
    }

    @Test
    void emptyFiles() throws Exception {
        shell(": > \"$1/empty.wasm\"; : > \"$1/empty.jar\"; : > \"$1/empty2.tool.json\"");
        shell(": > \"$1/empty2.wasm\"; mkdir -p \"$1/empty-folder\"");
        host.awaitShell(
                "vex:tools",
                out ->
                        out.contains("module 'empty.wasm' is empty")
                                && out.lines()
                                        .anyMatch(
                                                each ->
                                                        each.contains("FAILED")
                                                                && each.contains("empty2")));
    }

    @Test
    void largeTreesAndManyNames() throws Exception {
        Path modules = Files.createDirectories(tools.resolve("node_modules"));
        for (int i = 0; i < 3_000; i++) {
            Files.writeString(modules.resolve("file-" + i + ".js"), "x");
        }
        Path deep = tools.resolve("deep");
        for (int i = 0; i < 200; i++) {
            deep = deep.resolve("down");
        }
        Files.createDirectories(deep);
        for (int i = 0; i < 500; i++) {
            Files.createDirectories(tools.resolve("folders-" + i + "/a/b"));
            Files.writeString(tools.resolve("text-" + i + ".txt"), "x");
        }
        assertTrue(host.shell("vex:tools").status() == 0);
    }

    @Test
    void aFileOfManyMegabytesUnderAnyName() throws Exception {
        shell("head -c 200000000 /dev/zero > \"$1/large.tool.json\"");
        shell("head -c 200000000 /dev/zero > \"$1/large.jar\"");
        shell("truncate -s 1T \"$1/sparse.wasm\"");
        host.awaitTools("'large.jar'");
        host.awaitTools("sparse.wasm");
        shell("rm \"$1\"/large.* \"$1/sparse.wasm\"");
    }

    @Test
    void descriptorsThatAreHardToRead() throws Exception {
        byte[] bom = "\ufeff{}".getBytes(StandardCharsets.UTF_8);
        Files.write(tools.resolve("bom.tool.json"), bom);
        Files.write(
                tools.resolve("utf16.tool.json"),
                descriptor("odd.wasm").getBytes(StandardCharsets.UTF_16));
        Files.writeString(tools.resolve("deep.tool.json"), "[".repeat(400) + "]".repeat(400));
        Files.writeString(tools.resolve("twice.tool.json"), "{\"name\":\"odd\",\"name\":\"odd\"}");
        for (String name : List.of("bom", "utf16", "deep", "twice")) {
            Files.write(tools.resolve(name + ".wasm"), new GeneratedTool("odd", 1, 100).module());
        }
        host.awaitShell(
                "vex:tools",
                out ->
                        List.of("bom", "utf16", "deep", "twice").stream()
                                .allMatch(
                                        name ->
                                                out.lines()
                                                        .anyMatch(
                                                                each ->
                                                                        each.startsWith(name)
                                                                                && each.contains(
                                                                                        "FAILED"))));
    }
}
