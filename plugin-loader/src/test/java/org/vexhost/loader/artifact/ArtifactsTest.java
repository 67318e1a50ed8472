package org.vexhost.loader.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexhost.loader.artifact.Defect.Kind;
import org.vexhost.loader.deploy.TestModules;

class ArtifactsTest extends ArtifactTestCase {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "0061736d0d000100, is a component",
                "1f8b0800, but gzip data; unpack it with gunzip",
                "504b0304, but a zip archive; unpack it with unzip",
                "7f454c4602, but an ELF file; build for wasm32-wasip1",
                "286d6f64756c6529, but its text format; assemble it with wat2wasm",
                "6e6f206d6f64756c65, but a text file; build the module",
                "00112233, is not a WebAssembly module"
            })
    void fileThatIsNoModuleIsNamed(String hex, String text) {
        write("a.tool.json", TestModules.descriptor("a", "1.0.0", "\"module\": \"a.wasm\","));
        write("a.wasm", HexFormat.of().parseHex(hex));
        Defect defect = defect(only());
        assertEquals(Kind.REFUSED, defect.kind());
        assertTrue(defect.text().startsWith("module 'a.wasm' is "), defect::text);
        assertTrue(defect.text().contains(text), defect::text);
    }

    @Test
    void emptyModuleMayBeTheBeginningOfOne() {
        write("a.tool.json", TestModules.descriptor("a", "1.0.0", "\"module\": \"a.wasm\","));
        write("a.wasm", new byte[0]);
        Defect defect = defect(only());
        assertEquals(Kind.CUT_SHORT, defect.kind());
        assertEquals("module 'a.wasm' is empty; copy or build it again", defect.text());
    }

    @Test
    void whatIsStillBeingWrittenOrIsNoToolIsNotLookedAt() {
        for (String name :
                new String[] {
                    ".hidden.wasm",
                    "a.wasm~",
                    "a.wasm.part",
                    ".a.wasm.X9k2lQ",
                    "a.wasm.swp",
                    "4913",
                    "README.md",
                    "a.txt",
                    "#a.wasm#",
                    ".wasm",
                    ".tool.json",
                    "tool.json"
                }) {
            write(name, "x");
        }
        write("empty-folder/notes.txt", "x");
        assertEquals(List.of(), new ToolsFolder(tools, openers).scan().candidates());
    }

    @Test
    void aTextThatIsCalledModuleIsRefused() {
        write("a.wasm", "this is no module");
        assertEquals(
                new Defect(
                        Kind.REFUSED,
                        "module 'a.wasm' is not a WebAssembly module but a text file;"
                                + " build the module, or name the right file"),
                defect(only()));
    }

    @Test
    void aModuleWithoutDescriptorWaitsForIt() {
        write("a.wasm", TestModules.module("x"));
        assertEquals(
                new Defect(
                        Kind.PART_MISSING,
                        "waits for 'a.tool.json': the module has no section 'vexhost.tool'"),
                defect(only()));
    }

    @Test
    void aDescriptorWithoutModuleWaitsForIt() {
        write("a.tool.json", TestModules.descriptor("a", "1"));
        assertEquals(new Defect(Kind.PART_MISSING, "waits for 'a.wasm'"), defect(only()));
    }

    @Test
    void aDescriptorThatIsRefusedIsToldBeforeItsModuleIsThere() {
        write("a.tool.json", "{\"name\": \"a\", \"nmae\": \"b\"}");
        Defect defect = defect(only());
        assertEquals(Kind.REFUSED, defect.kind());
        assertEquals("a.tool.json: /nmae is unknown (did you mean 'name'?)", defect.text());
    }

    @Test
    void aDescriptorThatEndsEarlyIsToldBeforeItsModuleIsThere() {
        write("a.tool.json", "{\"name\": \"a\",");
        Defect defect = defect(only());
        assertEquals(Kind.CUT_SHORT, defect.kind());
        assertTrue(defect.text().startsWith("a.tool.json: is not JSON ["), defect::text);
    }

    @Test
    void aFolderWithMoreNamesThanAreLookedAtSaysSo() {
        ToolsFolder few = new ToolsFolder(tools, openers, 2);
        write("a.wasm", "x");
        write("b.wasm~", "x");
        write("c.wasm", "x");
        assertEquals(Scan.Presence.PRESENT, few.scan().folder());
        write("d.wasm", "x");
        assertEquals(Scan.Presence.CROWDED, few.scan().folder());
        assertEquals(2, few.scan().candidates().size());
    }

    @Test
    void aLinkThatLeadsNowhereIsToldAsSuch() throws Exception {
        write("a.tool.json", TestModules.descriptor("a", "1"));
        Files.createSymbolicLink(tools.resolve("a.wasm"), Path.of("nowhere"));
        assertEquals(
                new Defect(Kind.PART_MISSING, "'a.wasm' is a link that leads nowhere"),
                defect(only()));
    }

    @Test
    void aNameThatIsNoTextIsRefused() {
        write("\ufffd.wasm", "x");
        Defect defect = defect(only());
        assertEquals(Kind.REFUSED, defect.kind());
        assertTrue(defect.text().endsWith("has a name that is not text in the host's encoding"));
    }

    @Test
    void aModuleIsRecognisedAsCutShortAtEveryLength() throws Exception {
        byte[] whole = TestModules.withSection("vexhost.tool", TestModules.descriptor("a", "1"));
        write("a.wasm", whole);
        assertEquals("a", read(only()).descriptor().name());
        for (int length = 0; length < whole.length; length++) {
            write("a.wasm", Arrays.copyOf(whole, length));
            Kind kind = defect(only()).kind();
            // Exactly the header is a whole, empty module: it waits for its descriptor.
            assertEquals(length == 8 ? Kind.PART_MISSING : Kind.CUT_SHORT, kind, "" + length);
        }
    }

    @Test
    void twoDescriptorsOfOneModuleAreRefused() {
        write("a.wasm", TestModules.withSection("vexhost.tool", TestModules.descriptor("a", "1")));
        write("a.tool.json", TestModules.descriptor("a", "1"));
        assertEquals(
                new Defect(
                        Kind.REFUSED,
                        "module 'a.wasm' has two descriptors [a.tool.json, its section"
                                + " 'vexhost.tool']"),
                defect(only()));
    }

    @Test
    void twoDescriptorFilesOfOneModuleAreRefused() {
        write("m.wasm", TestModules.module("x"));
        write("a.tool.json", TestModules.descriptor("a", "1", "\"module\": \"m.wasm\","));
        write("b.tool.json", TestModules.descriptor("b", "1", "\"module\": \"m.wasm\","));
        List<Candidate> found = new ToolsFolder(tools, openers).scan().candidates();
        assertEquals(
                List.of("a.tool.json", "b.tool.json"), found.stream().map(Candidate::id).toList());
        assertEquals(
                new Defect(Kind.REFUSED, "module 'm.wasm' has another descriptor [b.tool.json]"),
                defect(found.get(0)));
        assertEquals(
                new Defect(Kind.REFUSED, "module 'm.wasm' has another descriptor [a.tool.json]"),
                defect(found.get(1)));
    }

    @Test
    void aWrongHashIsTold() throws Exception {
        byte[] module = TestModules.module("x");
        write("a.wasm", module);
        write(
                "a.tool.json",
                TestModules.descriptor("a", "1", "\"sha256\": \"%s\",".formatted("0".repeat(64))));
        String expected =
                "module 'a.wasm' has another sha256 than a.tool.json says [%s, expected %s]"
                        .formatted(Sha256.of(module), "0".repeat(64));
        assertEquals(expected, defect(only()).text());
        write(
                "a.tool.json",
                TestModules.descriptor(
                        "a", "1", "\"sha256\": \"%s\",".formatted(Sha256.of(module))));
        assertEquals(Sha256.of(module), read(only()).moduleSha256());
    }

    @Test
    void sizesAreBounded() throws Exception {
        write("a.tool.json", TestModules.descriptor("a", "1"));
        int overhead = TestModules.module("").length + 2;
        write("a.wasm", TestModules.module("x".repeat((int) MAX_MODULE_BYTES - overhead)));
        assertEquals(MAX_MODULE_BYTES, read(only()).module().length);
        write("a.wasm", TestModules.module("x".repeat((int) MAX_MODULE_BYTES - overhead + 1)));
        assertEquals(
                new Defect(Kind.REFUSED, "'a.wasm' exceeds the size of 100000 (97.6 KiB) bytes"),
                defect(only()));
    }

    /** Written anew, as whoever checks it from outside would. */
    private static String digest(byte[] descriptor, byte[] module) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] one = sha256.digest(descriptor);
        byte[] other = sha256.digest(module);
        sha256.update(one);
        return "sha256:" + HexFormat.of().formatHex(sha256.digest(other));
    }

    private void remove(String name) throws IOException {
        Files.delete(tools.resolve(name));
    }

    @Test
    void theDigestIsThatOfDescriptorAndModuleInAllForms() throws Exception {
        String json = TestModules.descriptor("a", "1");
        byte[] descriptor = json.getBytes(StandardCharsets.UTF_8);
        byte[] module = TestModules.module("m");
        String expected = digest(descriptor, module);

        write("a.tool.json", json);
        write("a.wasm", module);
        assertEquals(expected, read(only()).digest().text());
        remove("a.tool.json");
        remove("a.wasm");

        write("f/tool.json", json);
        write("f/a.wasm", module);
        assertEquals(expected, read(only()).digest().text());
        remove("f/tool.json");
        remove("f/a.wasm");
        remove("f");

        // Compressed, and with other entries.
        Map<String, byte[]> entries = TestModules.jarEntries("a", "1");
        entries.put("tool.json", descriptor);
        entries.put("a.wasm", module);
        entries.put("README", "x".repeat(1_000).getBytes(StandardCharsets.UTF_8));
        write("a.jar", TestModules.jar(entries));
        assertEquals(expected, read(only()).digest().text());
        remove("a.jar");

        // The content of the section alone; and the whole file.
        byte[] single = TestModules.withSection("vexhost.tool", json);
        write("a.wasm", single);
        assertEquals(digest(descriptor, single), read(only()).digest().text());
    }

    @Test
    void aChangeOfAByteOfEitherIsAnotherDigest() throws Exception {
        write("a.wasm", TestModules.module("m"));
        write("a.tool.json", TestModules.descriptor("a", "1"));
        String first = read(only()).digest().text();
        write("a.tool.json", TestModules.descriptor("a", "1") + " ");
        String second = read(only()).digest().text();
        write("a.wasm", TestModules.module("n"));
        String third = read(only()).digest().text();
        assertEquals(3, Set.of(first, second, third).size());
    }

    @Test
    void linksMayNotLeaveTheToolsFolder() throws Exception {
        TestModules.writePair(folder, "out", "1", "");
        Files.createSymbolicLink(tools.resolve("a.wasm"), folder.resolve("out.wasm"));
        assertEquals(
                new Defect(Kind.REFUSED, "'a.wasm' is a link that leaves the tools folder"),
                defect(only()));
        Files.delete(tools.resolve("a.wasm"));

        Files.createSymbolicLink(tools.resolve("a.tool.json"), folder.resolve("out.tool.json"));
        assertEquals(
                new Defect(Kind.REFUSED, "'a.tool.json' is a link that leaves the tools folder"),
                defect(only()));
        Files.delete(tools.resolve("a.tool.json"));

        Path outside = Files.createDirectory(folder.resolve("dir"));
        TestModules.write(
                outside.resolve("tool.json"),
                TestModules.descriptor("a", "1").getBytes(StandardCharsets.UTF_8));
        Files.createSymbolicLink(tools.resolve("dir"), outside);
        assertEquals(
                new Defect(Kind.REFUSED, "'dir' is a link that leaves the tools folder"),
                defect(only()));
        Files.delete(tools.resolve("dir"));

        // In the middle of a module's path.
        write("tool/tool.json", TestModules.descriptor("a", "1", "\"module\": \"sub/out.wasm\","));
        Files.createSymbolicLink(tools.resolve("tool/sub"), folder);
        assertEquals(
                new Defect(
                        Kind.REFUSED, "'tool/sub/out.wasm' is a link that leaves the tools folder"),
                defect(only()));
    }

    @Test
    void linksInsideTheToolsFolderAreFollowed() throws Exception {
        write(".versions/a-1.wasm", TestModules.module("1"));
        Files.createSymbolicLink(tools.resolve("a.wasm"), Path.of(".versions/a-1.wasm"));
        write("a.tool.json", TestModules.descriptor("a", "1"));
        LoadedArtifact first = read(only());
        write(".versions/a-2.wasm", TestModules.module("2"));
        Files.delete(tools.resolve("a.wasm"));
        Files.createSymbolicLink(tools.resolve("a.wasm"), Path.of(".versions/a-2.wasm"));
        assertTrue(!first.digest().equals(read(only()).digest()));
    }

    @Test
    void aFifoIsNotOpened() throws Exception {
        Process made = new ProcessBuilder("mkfifo", tools.resolve("a.wasm").toString()).start();
        assumeTrue(made.waitFor() == 0);
        assertEquals(new Defect(Kind.REFUSED, "'a.wasm' is not an ordinary file"), defect(only()));
    }

    @Test
    void aFileThatChangesBetweenLookAndReadIsNotTaken() {
        TestModules.writePair(tools, "a", "1", "");
        Candidate seen = only();
        write("a.wasm", TestModules.module("another"));
        assertEquals(
                new Defect(Kind.CUT_SHORT, "'a.wasm' changed while it was read"), defect(seen));
    }

    @Test
    void namesInMessagesAreEscaped() {
        write("a\u001b[2J.wasm", "text");
        assertEquals(
                "module 'a\\u001b[2J.wasm' is not a WebAssembly module but a text file; build the"
                        + " module, or name the right file",
                defect(only()).text());
    }

    @Test
    void aFolderThatIsNotThereSaysNothing() {
        assertEquals(Scan.ABSENT, new ToolsFolder(folder.resolve("none"), openers).scan());
    }
}
