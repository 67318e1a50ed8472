package org.vexhost.loader.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.loader.artifact.Defect.Kind;
import org.vexhost.loader.deploy.TestModules;

class ToolBundleTest extends ArtifactTestCase {

    private Defect jarDefect(Map<String, byte[]> entries) {
        write("a.jar", TestModules.jar(entries));
        return defect(only());
    }

    @Test
    void aToolBundleIsRead() throws Exception {
        write("a.jar", TestModules.jar(TestModules.jarEntries("in-jar", "1.0")));
        assertEquals("in-jar", read(only()).descriptor().name());
    }

    @Test
    void aJarWhoseManifestIsNoneIsRefusedAndNotTriedAgain() {
        Map<String, byte[]> entries = TestModules.jarEntries("a", "1");
        entries.put("META-INF/MANIFEST.MF", "no header\n".getBytes(StandardCharsets.UTF_8));
        write("a.jar", TestModules.jar(entries));
        Defect defect = assertThrows(ArtifactException.class, () -> read(only())).defect();
        assertEquals(Kind.REFUSED, defect.kind());
        assertTrue(defect.text().startsWith("jar 'a.jar' has a manifest that cannot be read ["));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org/example/Evil.class",
                "lib/nested.jar",
                "OSGI-INF/component.xml",
                "META-INF/services/java.sql.Driver",
                "META-INF/versions/9/x.bin",
                "native/libx.so",
                "x.DLL"
            })
    void aJarWithCodeIsRefused(String entry) {
        Map<String, byte[]> entries = TestModules.jarEntries("a", "1");
        entries.put(entry, new byte[] {1});
        assertEquals(
                new Defect(
                        Kind.REFUSED,
                        "jar 'a.jar' holds '%s': a tool bundle holds data only".formatted(entry)),
                jarDefect(entries));
    }

    @Test
    void codeUnderAnotherNameIsRefused() {
        Map<String, byte[]> entries = TestModules.jarEntries("a", "1");
        entries.put("picture.png", new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe});
        assertEquals(
                "jar 'a.jar' holds code or an archive in 'picture.png'", jarDefect(entries).text());
        entries.put("picture.png", TestModules.jar(Map.of("x", new byte[1])));
        assertEquals(
                "jar 'a.jar' holds code or an archive in 'picture.png'", jarDefect(entries).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bundle-Activator: x.Y",
                "Service-Component: OSGI-INF/x.xml",
                "Fragment-Host: system.bundle; extension:=framework",
                "DynamicImport-Package: *",
                "Import-Package: org.osgi.framework",
                "Export-Package: org.vexhost.api",
                "Require-Bundle: org.vexhost.api",
                "Bundle-ClassPath: .,lib/x",
                "Main-Class: x.Y"
            })
    void aJarThatTakesPartInTheFrameworkIsRefused(String header) {
        Map<String, byte[]> entries = TestModules.jarEntries("a", "1");
        entries.put(
                "META-INF/MANIFEST.MF",
                ("Manifest-Version: 1.0\r\n" + header + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "jar 'a.jar' has the header '%s'"
                        .formatted(header.substring(0, header.indexOf(':'))),
                jarDefect(entries).text());
    }

    @Test
    void aBombCostsNothing() {
        Map<String, byte[]> entries = TestModules.jarEntries("a", "1");
        entries.put("a.wasm", new byte[64 << 20]);
        byte[] jar = TestModules.jar(entries);
        assertTrue(jar.length < 1 << 20);
        write("a.jar", jar);
        Candidate candidate = only();
        long start = System.nanoTime();
        assertEquals(
                "'a.jar!a.wasm' exceeds the size of 100000 (97.6 KiB) bytes",
                defect(candidate).text());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.toMillis() < 1_000, took::toString);
    }

    @Test
    void entriesAreCounted() {
        Map<String, byte[]> entries = TestModules.jarEntries("a", "1");
        for (int i = entries.size(); i < 1_000; i++) {
            entries.put("e" + i, new byte[0]);
        }
        write("a.jar", TestModules.jar(entries));
        assertEquals("a", only().guessedName());
        entries.put("one-more", new byte[0]);
        assertEquals("jar 'a.jar' has more than 1000 entries [1001]", jarDefect(entries).text());
    }

    @Test
    void whatIsNoArchiveIsTold() {
        write("a.jar", "text");
        Defect defect = defect(only());
        assertEquals(Kind.CUT_SHORT, defect.kind());
        assertTrue(
                defect.text().startsWith("jar 'a.jar' is not a complete archive ["), defect::text);
    }

    @Test
    void aJarWithoutItsPartsIsTold() {
        Map<String, byte[]> entries = TestModules.jarEntries("a", "1");
        entries.remove("a.wasm");
        assertEquals("jar 'a.jar' has no 'a.wasm'", jarDefect(entries).text());
        entries.remove("tool.json");
        assertEquals("jar 'a.jar' has no 'tool.json'", jarDefect(entries).text());
    }
}
