package org.vexhost.distribution.cli.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.doctor.KnownSettings;

@DisplayName("A support archive has")
class SupportExtractsTest {

    private static final String OUT = TextRedaction.LEFT_OUT;
    private static final String HEAD = "2026-11-27T10:00:00.000+00:00 INFO  [vexhost-call 3] ";

    @TempDir private Path folder;

    @Test
    void linesOfTheHostAndOnlyTheHeadsOfOthers() {
        String fine = HEAD + "org.vexhost.loader.tools - Tool 'echo' is ACTIVE";
        String tool = HEAD + "vexhost.tool.echo - ";
        String bundle = HEAD + "com.example.Bank - ";
        String java = HEAD + "org.vexhost.loader.execute.JavaTools - ";
        String debug = HEAD.replace("INFO ", "DEBUG") + "org.vexhost.loader.tools - ";
        assertEquals(
                String.join(
                        "\n",
                        fine,
                        tool + OUT,
                        bundle + OUT,
                        java + OUT,
                        debug + OUT,
                        OUT + " [2 lines]",
                        fine,
                        ""),
                LogExtract.ofHost(
                        String.join(
                                "\n",
                                fine,
                                tool + "{\"card\": 4711}",
                                bundle + "card 4711",
                                java + "card 4711 [call 7]",
                                debug + "card 4711",
                                "card 4711 in a layout of somebody's own",
                                "4711",
                                fine,
                                "")));
    }

    @Test
    void noLineOfAToolThatLooksLikeOneOfTheHost() {
        String tool = HEAD + "vexhost.tool.echo - ";
        assertEquals(
                tool + OUT + "\n",
                LogExtract.ofHost(tool + "x] org.vexhost.loader.tools - card 4711\n"));
    }

    @Test
    void noWordThatAWarningQuotesFromSettings() {
        String warning = HEAD.replace("INFO ", "WARN ") + "org.vexhost.http.HttpModule - ";
        String read =
                HEAD + "org.vexhost.distribution.admin.X - configuration '/h/a.cfg' is in force\n";
        assertEquals(
                warning + "org.vexhost.egress.cfg " + OUT + "\n" + read,
                LogExtract.ofHost(
                        warning + "org.vexhost.egress.cfg: unknown key 'card4711'\n" + read));
    }

    @Test
    void stackTracesWithMessagesOfTheSystemOnly() {
        String head = HEAD + "org.vexhost.loader.deploy.X - ";
        String frame =
                " | org.vexhost.A.b(A.java:1) | java.base/java.lang.C.<init>(Unknown Source)";
        assertEquals(
                head
                        + "it failed | java.lang.IllegalStateException: "
                        + OUT
                        + frame
                        + " | java.io.IOException: No space left on device | "
                        + OUT
                        + "\n",
                LogExtract.ofHost(
                        head
                                + "it failed | java.lang.IllegalStateException: card 4711"
                                + frame
                                + " | java.io.IOException: No space left on device | card 4711"));
        String guest = HEAD + "org.vexhost.wasi.session.WasiSession - ";
        assertEquals(
                guest + "it failed | java.nio.file.NoSuchFileException\n",
                LogExtract.ofHost(
                        guest + "it failed | java.nio.file.NoSuchFileException: /card/4711"));
    }

    @Test
    void whatTheJvmAndTheHostPrintedAndNotTheirOptions() {
        List<String> kept =
                List.of(
                        "vexhost: home '/srv' is in use by another host [process 7]",
                        "vexhost 0.1.0 is ready on '/srv'",
                        "OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory failed",
                        "# There is insufficient memory for the Java Runtime Environment to go on.",
                        "java.lang.OutOfMemoryError: Java heap space",
                        "\tat org.vexhost.A.b(A.java:1)");
        assertEquals(
                String.join("\n", kept) + "\n" + OUT + " [4 lines]\n",
                LogExtract.ofConsole(
                        String.join("\n", kept)
                                + "\nPicked up JAVA_TOOL_OPTIONS: -Dcard=4711\n"
                                + "Unrecognized option: -Dcard=4711\n"
                                + "#4711\n"
                                + "printed by a bundle: 4711\n"));
        assertEquals(
                "com.example.BankException: " + OUT + "\n",
                LogExtract.ofConsole(
                        "Exception in thread \"4711\" com.example.BankException: card 4711\n"));
    }

    @Test
    void linesOfTheAuditLogInItsOwnForm() {
        String line =
                "{\"seq\":1,\"time\":\"2026-11-27T09:41:07.302Z\",\"prev\":\"%s\",\"kind\":\"noted\"}"
                        .formatted("0".repeat(64));
        assertEquals(line + "\n" + OUT + " [1 lines]\n", LogExtract.ofAudit(line + "\n4711\n"));
    }

    @Test
    void settingsThatComeWithVexhostAndAreNoPasswords() throws Exception {
        Path defaults = Files.createDirectory(folder.resolve("defaults"));
        Files.writeString(
                defaults.resolve("org.vexhost.http.cfg"),
                "#port = 1\n#publicUrl =\n#tls.keyStorePassword =\n");
        Path settings =
                Files.writeString(
                        folder.resolve("org.vexhost.http.cfg"),
                        """
                        port = 8765
                        publicUrl = https://a:4711@example.org
                        tls.keyStorePassword = 4711
                        other = 4711
                        MIIEvQ4711
                        """);
        SettingsExtract extract = new SettingsExtract(new KnownSettings(defaults));
        assertEquals(
                "port = 8765\npublicUrl = %s\ntls.keyStorePassword = %s\n".formatted(OUT, OUT)
                        + "# and 2 that Vexhost does not have %s\n".formatted(OUT),
                extract.of(settings));
        Path foreign = Files.writeString(folder.resolve("org.example.cfg"), "card4711 = 4711\n");
        assertEquals("# and 1 that Vexhost does not have " + OUT + "\n", extract.of(foreign));
        Files.writeString(foreign, "card = \\u4711x\\uz 4711");
        assertEquals("# cannot be read [IllegalArgumentException]\n", extract.of(foreign));
    }

    @Test
    void allSettingsOfTheDistributionButThePasswords() throws Exception {
        Path defaults = Path.of("src/main/dist/etc");
        KnownSettings known = new KnownSettings(defaults);
        TreeSet<String> names = new TreeSet<>();
        try (var files = Files.newDirectoryStream(defaults, "*.cfg")) {
            for (Path file : files) {
                names.addAll(known.of(file));
            }
        }
        assertTrue(names.size() > 80, names::toString);
        names.removeIf(name -> !KnownSecrets.isSecret(name));
        assertEquals(
                List.of("tls.keyStorePassword", "tls.trustStorePassword", "trustStorePassword"),
                List.copyOf(names));
    }

    private static Map<String, String> entries(Path zip) throws Exception {
        Map<String, String> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                in.transferTo(bytes);
                entries.put(entry.getName(), bytes.toString(StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    @Test
    void onlyRedactedTextsUnderHarmlessNames() throws Exception {
        Path zip = folder.resolve("a.zip");
        Path log = folder.resolve("log");
        Files.writeString(log, "cut" + "x".repeat(SupportArchive.MAX_FILE_BYTES) + "\nend 4711\n");
        Files.createSymbolicLink(folder.resolve("link"), log);
        try (SupportArchive archive =
                SupportArchive.create(zip, new TextRedaction(List.of("4711")))) {
            archive.add("a\\..\\b c.txt", "card 4711");
            archive.add("a_.._b_c.txt", "other");
            archive.addEnd("log.txt", log, UnaryOperator.identity());
            archive.addEnd("link.txt", folder.resolve("link"), UnaryOperator.identity());
            archive.addEnd("absent.txt", folder.resolve("absent"), UnaryOperator.identity());
            archive.finish();
        }
        assertEquals(
                Map.of(
                        "vexhost-support/a____b_c.txt",
                        "card " + OUT,
                        "vexhost-support/a____b_c.txt-2",
                        "other",
                        "vexhost-support/log.txt",
                        "end " + OUT + "\n"),
                entries(zip));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(zip)));
    }

    @Test
    void noFileThatWasThereBeforeAndNoneThatIsNotFinished() throws Exception {
        Path zip = Files.writeString(folder.resolve("a.zip"), "mine");
        assertThrows(
                FileAlreadyExistsException.class,
                () -> SupportArchive.create(zip, new TextRedaction(List.of())));
        assertEquals("mine", Files.readString(zip));
        Path other = folder.resolve("b.zip");
        SupportArchive.create(other, new TextRedaction(List.of())).close();
        assertFalse(Files.exists(other));
    }
}
