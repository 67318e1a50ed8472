package org.vexhost.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Caller;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.InterceptedCall;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;
import org.vexhost.api.Usage;

@DisplayName("Lines of calls")
class CallAuditTest {

    private static final Json ARGUMENTS = Json.parse("{\"secret\":\"sesame\"}");
    private static final Json OUTPUT = Json.parse("{\"answer\":\"treasure\"}");

    private final Path folder;
    private final AuditLog log;
    private final AuditKey key;
    private final AtomicLong lost = new AtomicLong();

    CallAuditTest(@TempDir Path given) throws Exception {
        folder = given;
        log =
                new AuditLog(
                        new AuditFile(folder, 1 << 20, 1 << 24),
                        InstantSource.fixed(Instant.EPOCH));
        key = AuditKey.of(folder.resolve("audit.key"));
    }

    private record Called(String tool, ToolCall call) implements InterceptedCall {
        @Override
        public Optional<String> version() {
            return Optional.of("1.2.0");
        }

        @Override
        public Optional<String> artifactDigest() {
            return Optional.of("sha256:ab");
        }
    }

    private static InterceptedCall call(String tool) {
        return new Called(tool, ToolCall.of(ARGUMENTS, Caller.of(Caller.Kind.CLIENT, "ci")));
    }

    private static ToolResult result() {
        return ToolResult.builder(OUTPUT, "echo", "1.2.0")
                .usage(new Usage(70, 8, 0, 65_536))
                .ran(Instant.EPOCH, Duration.ofMillis(1))
                .build();
    }

    private List<String> lines() throws Exception {
        return Files.readAllLines(folder.resolve(AuditFile.NAME));
    }

    private String hmac(Json json) throws Exception {
        byte[] bytes =
                HexFormat.of().parseHex(Files.readString(folder.resolve("audit.key")).strip());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(json.utf8()));
    }

    @Test
    void sayWhoCalledWhatAndHowItEndedWithoutWhatWasSaid() throws Exception {
        CallAudit audit = new CallAudit(log, key, lost, 10);
        ToolResult result = audit.intercept(call("echo"), CallAuditTest::result);
        assertEquals(OUTPUT, result.output());
        audit.writeRest();
        String line = lines().get(0);
        for (String part :
                List.of(
                        "\"kind\":\"call\",\"call\":\"",
                        "\"tool\":\"echo\",\"who\":{\"kind\":\"client\",\"name\":\"ci\"}",
                        "\"version\":\"1.2.0\",\"digest\":\"sha256:ab\"",
                        "\"argumentBytes\":19,\"argumentHmac\":\"" + hmac(ARGUMENTS) + "\"",
                        "\"outcome\":\"success\",\"resultBytes\":21,\"resultHmac\":\""
                                + hmac(OUTPUT)
                                + "\"",
                        "\"fuel\":70,\"hostFuel\":8,\"peakMemoryBytes\":",
                        "\"nanos\":")) {
            assertTrue(line.contains(part), () -> part + " is not in " + line);
        }
        Json ignored = Json.parse(line);
        assertTrue(ignored.sizeBytes() > 0);
        assertFalse(line.contains("sesame"), line);
        assertFalse(line.contains("treasure"), line);
    }

    @Test
    void sayWhyACallFailed() throws Exception {
        CallAudit audit = new CallAudit(log, key, lost, 10);
        ToolException thrown = ToolError.of(ErrorReason.FUEL, "echo", "no fuel").toException();
        assertEquals(
                thrown,
                assertThrows(
                        ToolException.class,
                        () ->
                                audit.intercept(
                                        call("echo"),
                                        () -> {
                                            throw thrown;
                                        })));
        audit.writeRest();
        assertTrue(lines().get(0).contains("\"outcome\":\"fuel\""), lines()::toString);
        assertFalse(lines().get(0).contains("resultHmac"), lines()::toString);
    }

    @Test
    void thatFindNoRoomAreCountedAndSaidAndBlockNobody() throws Exception {
        CallAudit audit = new CallAudit(log, key, lost, 3);
        for (int i = 0; i < 10; i++) {
            ToolResult ignored = audit.intercept(call("echo"), CallAuditTest::result);
            assertEquals(OUTPUT, ignored.output());
        }
        assertEquals(7, lost.get());
        audit.writeRest();
        assertEquals(4, lines().size());
        assertTrue(lines().get(3).contains("\"kind\":\"lost\",\"lines\":7"), lines()::toString);
    }

    @Test
    void thatCannotBeWrittenAreCountedAndSaidLater() throws Exception {
        Path file = folder.resolve(AuditFile.NAME);
        Files.createDirectory(file);
        CallAudit audit = new CallAudit(log, key, lost, 10);
        for (int i = 0; i < 3; i++) {
            ToolResult ignored = audit.intercept(call("echo"), CallAuditTest::result);
            assertEquals(OUTPUT, ignored.output());
        }
        audit.writeRest();
        assertEquals(3, lost.get());
        Files.delete(file);
        ToolResult ignored = audit.intercept(call("echo"), CallAuditTest::result);
        assertEquals(OUTPUT, ignored.output());
        audit.writeRest();
        assertEquals(2, lines().size());
        assertTrue(lines().get(1).contains("\"kind\":\"lost\",\"lines\":3"), lines()::toString);
        assertEquals(3, lost.get());
    }

    @Test
    void sayWhatWasLostAsSoonAsTheyCanWithoutAnotherCall() throws Exception {
        Path file = folder.resolve(AuditFile.NAME);
        Files.createDirectory(file);
        try (CallAudit audit = new CallAudit(log, key, lost)) {
            ToolResult ignored = audit.intercept(call("echo"), CallAuditTest::result);
            assertEquals(OUTPUT, ignored.output());
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (lost.get() == 0) {
                assertTrue(System.nanoTime() < end, "nothing is lost");
                Thread.sleep(5);
            }
            Files.delete(file);
            while (!Files.exists(file) || lines().isEmpty()) {
                assertTrue(System.nanoTime() < end, "nobody says so");
                Thread.sleep(20);
            }
        }
        assertTrue(lines().get(0).contains("\"kind\":\"lost\",\"lines\":1"), lines()::toString);
    }

    @Test
    void areCountedWhenTheyComeAfterTheEnd() throws Exception {
        CallAudit audit = new CallAudit(log, key, lost);
        audit.close();
        ToolResult ignored = audit.intercept(call("echo"), CallAuditTest::result);
        assertEquals(OUTPUT, ignored.output());
        assertEquals(1, lost.get());
    }

    @Test
    void neverMakeAFileLargerThanItsBound() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        int max = 64 << 10;
        try (AuditLog own =
                new AuditLog(
                        new AuditFile(small, max, 2L * max), InstantSource.fixed(Instant.EPOCH))) {
            CallAudit audit = new CallAudit(own, key, lost, CallAudit.MAX_WAITING);
            Caller who = Caller.of(Caller.Kind.CLIENT, "é".repeat(128));
            for (int i = 0; i < Caller.MAX_ATTRIBUTES; i++) {
                who = who.with("a" + i, "é".repeat(Caller.MAX_ATTRIBUTE_LENGTH));
            }
            for (int i = 0; i < 400; i++) {
                Caller caller = i % 10 == 0 ? who : Caller.of(Caller.Kind.CLIENT, "ci");
                ToolResult ignored =
                        audit.intercept(
                                new Called("t".repeat(200), ToolCall.of(ARGUMENTS, caller)),
                                CallAuditTest::result);
                assertEquals(OUTPUT, ignored.output());
            }
            audit.writeRest();
            assertEquals(400, own.written());
        }
        long all = 0;
        try (var files = Files.newDirectoryStream(small)) {
            for (Path each : files) {
                assertTrue(Files.size(each) <= max, () -> each + " is too large");
                all += Files.size(each);
            }
        }
        assertTrue(all <= 2L * max, "bytes: " + all);
        assertEquals(0, lost.get());
    }

    @Test
    void haveNoKeyThatOthersCanRead() throws Exception {
        Path file = folder.resolve("audit.key");
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Path ignored =
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString("rw-r--r--"));
            IOException e = assertThrows(IOException.class, () -> AuditKey.of(file));
            assertTrue(e.getMessage().contains("chmod 600"), e.getMessage());
        }
    }

    @Test
    void areAllWrittenWhenItEnds() throws Exception {
        CallAudit audit = new CallAudit(log, key, lost);
        for (int i = 0; i < 500; i++) {
            ToolResult ignored = audit.intercept(call("echo"), CallAuditTest::result);
            assertEquals(OUTPUT, ignored.output());
        }
        audit.close();
        assertEquals(500, lines().size());
        assertEquals(0, lost.get());
    }

    @Test
    void cutNamesThatNobodyDeployed() throws Exception {
        CallAudit audit = new CallAudit(log, key, lost, 10);
        ToolResult ignored = audit.intercept(call("x\n".repeat(5_000)), CallAuditTest::result);
        assertEquals(OUTPUT, ignored.output());
        audit.writeRest();
        assertEquals(1, lines().size());
        assertTrue(lines().get(0).length() < 1_500, lines()::toString);
    }

    @Test
    void haveAKeyThatIsRandomKeptAndForItsOwnerAlone() throws Exception {
        Path file = folder.resolve("audit.key");
        assertEquals(65, Files.size(file));
        assertEquals(key.of(OUTPUT), AuditKey.of(file).of(OUTPUT));
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
        assertFalse(key.of(OUTPUT).equals(AuditKey.of(folder.resolve("other.key")).of(OUTPUT)));
        Path bad = folder.resolve("bad.key");
        Files.move(folder.resolve("other.key"), bad);
        Files.writeString(bad, "abc");
        assertThrows(IOException.class, () -> AuditKey.of(bad));
    }

    @Test
    void settingsAreCheckedAgainstEachOther() {
        assertEquals(AuditSettings.DEFAULT, AuditSettings.read(Map.of(), key -> {}));
        assertEquals(
                new AuditSettings(true, 65_536, 131_072),
                AuditSettings.read(
                        Map.of("calls", "true", "maxFileBytes", "65536", "maxBytes", "131072"),
                        key -> {}));
        for (Map<String, Object> bad :
                List.<Map<String, Object>>of(
                        Map.of("calls", "yes"),
                        Map.of("maxFileBytes", "65535"),
                        Map.of("maxFileBytes", "x"),
                        Map.of("maxFileBytes", "1000000", "maxBytes", "1999999"))) {
            assertThrows(IllegalArgumentException.class, () -> AuditSettings.read(bad, key -> {}));
        }
    }
}
