package org.vexhost.loader.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.loader.capability.NetworkCapability;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.files.FileWriter;
import org.vexhost.loader.grant.GrantException.Reason;
import org.vexhost.loader.grant.ToolGrants.Follow;

@DisplayName("Grants on disk")
@Timeout(60)
class GrantStoreTest {

    private static final Grant NETWORK = new Grant.Network("https://a.example");
    private static final Grant LANG = new Grant.Environment("LANG");
    private static final ArtifactDigest DIGEST = ArtifactDigest.of(new byte[] {1}, new byte[] {2});

    @TempDir Path folder;
    private Path home;
    private Path disk;
    private GrantStore store;

    @BeforeEach
    void open() throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        disk = Files.createDirectories(folder.resolve("disk"));
        store = new GrantStore(home, HostPlaces.none(), FileWriter.ATOMIC);
    }

    private Grant.FileSystem data() {
        return Grant.FileSystem.of("/data", disk, Grant.Access.READ);
    }

    private static ToolGrants granted(Grant... grants) {
        return new ToolGrants(
                Grants.of(grants),
                Optional.of(DIGEST.text()),
                Optional.empty(),
                Follow.APPROVE_UPDATES);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ToolGrants change(Grant... grants) throws GrantException {
        return store.change("a", before -> granted(grants));
    }

    private void edit(String json) throws IOException {
        Files.createDirectories(home.resolve("etc/grants"));
        Files.writeString(home.resolve("etc/grants/a.json"), json);
    }

    private String withFolder(String more) {
        return """
        {"artifact": "%s", "fileSystem": [{"guest": "/data", "host": "%s"}]%s}
        """
                .formatted(DIGEST, disk, more);
    }

    private List<Grant> inForce() {
        return store.live("a", DIGEST).get().all();
    }

    private String notThere() {
        return "etc/grants/a.json: " + notAFolder("it does not exist, or the host cannot see it");
    }

    private String notAFolder(String reason) {
        return "host path is not a folder ['%s': %s]".formatted(disk, reason);
    }

    @Test
    void areUnchangedUntilAFileHasAnotherTime() throws Exception {
        assertFalse(store.isUnchanged());
        assertEquals(Set.of(), store.refresh());
        assertTrue(store.isUnchanged());
        edit(withFolder(""));
        age();
        assertFalse(store.isUnchanged());
        assertEquals(Set.of("a"), store.refresh());
        assertTrue(store.isUnchanged());
        edit("{}");
        assertFalse(store.isUnchanged());
        assertEquals(Set.of("a"), store.refresh());
    }

    @Test
    void areNeverUnchangedWhileAGrantedFolderIsMissing() throws Exception {
        Files.delete(disk);
        edit(withFolder(""));
        age();
        assertEquals(Set.of("a"), store.refresh());
        assertFalse(store.isUnchanged());
        Files.createDirectory(disk);
        assertEquals(Set.of("a"), store.refresh());
        assertTrue(store.isUnchanged());
    }

    private void age() throws IOException {
        FileTime old = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(home.resolve("etc/grants/a.json"), old);
        Files.setLastModifiedTime(home.resolve("etc/grants"), old);
    }

    @Test
    void areTakenBackWhileWhoeverReadsThemWaitsForADisk() throws Exception {
        GrantStore patient =
                new GrantStore(home, HostPlaces.none(), FileWriter.ATOMIC, Duration.ofMillis(50));
        patient.change("a", before -> granted(NETWORK, LANG));
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        Thread reader =
                new Thread(
                        () -> {
                            try {
                                patient.change(
                                        "b",
                                        before -> {
                                            reading.countDown();
                                            awaitQuietly(answers);
                                            return before;
                                        });
                            } catch (GrantException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        reader.start();
        reading.await();
        GrantException unwritten =
                assertThrows(
                        GrantException.class, () -> patient.change("a", before -> granted(LANG)));
        answers.countDown();
        reader.join();
        assertEquals(Reason.NOT_WRITTEN, unwritten.reason());
        assertEquals(
                "grants of tool 'a' are taken back until the host restarts, but cannot be written"
                        + " [etc/grants, or a granted folder, does not answer]",
                unwritten.getMessage());
        assertEquals(List.of(LANG), patient.of("a").grants().all());
    }

    @Test
    void areTakenBackWhileAnotherGrantedFolderIsGone() throws Exception {
        change(data(), NETWORK, LANG);
        Files.delete(disk);
        change(data(), LANG);
        assertEquals(List.of(data(), LANG), inForce());
        change(LANG);
        assertEquals(List.of(LANG), inForce());
        change();
        assertEquals(List.of(), inForce());
    }

    @Test
    void areGivenWhileAnotherGrantedFolderIsGone() throws Exception {
        change(data());
        Files.delete(disk);
        change(data(), NETWORK);
        assertEquals(List.of(data(), NETWORK), inForce());
    }

    @Test
    void areTakenBackThoughThatCannotBeWritten() throws Exception {
        change(NETWORK, LANG);
        Path grants = home.resolve("etc/grants");
        Files.delete(grants.resolve("a.json"));
        Files.delete(grants);
        Files.createFile(grants);
        GrantException e = assertThrows(GrantException.class, () -> change(LANG));
        assertEquals(Reason.NOT_WRITTEN, e.reason());
        assertTrue(
                e.getMessage()
                        .startsWith(
                                "grants of tool 'a' are taken back until the host restarts, but"
                                        + " cannot be written ["),
                e::getMessage);
        assertEquals(List.of(LANG), inForce());
        e = assertThrows(GrantException.class, () -> change(LANG, NETWORK));
        assertTrue(
                e.getMessage().startsWith("grants of tool 'a' cannot be written ["), e::getMessage);
        assertEquals(List.of(LANG), inForce());
    }

    @Test
    void ofAFolderThatIsNotThereAreRefused() throws Exception {
        change(NETWORK);
        Files.delete(disk);
        GrantException refused = assertThrows(GrantException.class, () -> change(NETWORK, data()));
        assertEquals(Reason.NOT_A_DIRECTORY, refused.reason());
        assertEquals(
                notAFolder("it does not exist, or the host cannot see it"), refused.getMessage());
        assertEquals(List.of(NETWORK), inForce());
    }

    @Test
    void ofAFileAreRefused() throws Exception {
        Files.delete(disk);
        Files.createFile(disk);
        GrantException refused = assertThrows(GrantException.class, () -> change(data()));
        assertEquals(Reason.NOT_A_DIRECTORY, refused.reason());
        assertEquals(notAFolder("it is a file"), refused.getMessage());
    }

    @Test
    void ofAFolderBelowAFileAreRefusedWithoutWritingItsCharacters() throws Exception {
        Path below = Files.createFile(disk.resolve("file")).resolve("\u001b[31m");
        GrantException refused =
                assertThrows(
                        GrantException.class,
                        () -> change(Grant.FileSystem.of("/data", below, Grant.Access.READ)));
        assertEquals(Reason.NOT_A_DIRECTORY, refused.reason());
        assertFalse(refused.getMessage().contains("\u001b"), refused::getMessage);
    }

    @Test
    void ofTheToolsOwnFolderAreRefusedIfAFileHasItsName() throws Exception {
        Path own = Files.createFile(Files.createDirectories(home.resolve("data")).resolve("a"));
        GrantException refused = assertThrows(GrantException.class, () -> store.ownFolder("a"));
        assertEquals(Reason.NOT_A_DIRECTORY, refused.reason());
        assertEquals(
                "folder '%s' cannot be made [it is a file]".formatted(own), refused.getMessage());
    }

    @Test
    void ofAFolderThatTheHostMayNotReachAreRefused() throws Exception {
        Path closed = Files.createDirectory(disk.resolve("closed"));
        Path below = Files.createDirectory(closed.resolve("below"));
        Files.setPosixFilePermissions(closed, Set.of());
        try {
            assumeFalse(Files.isReadable(closed), "this user may read everything");
            GrantException refused =
                    assertThrows(
                            GrantException.class,
                            () -> change(Grant.FileSystem.of("/data", below, Grant.Access.READ)));
            assertEquals(
                    "host path is not a folder ['%s': the host's user may not enter a folder above it]"
                            .formatted(below),
                    refused.getMessage());
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void ofAChangedFolderAreChecked() throws Exception {
        change(data());
        Files.delete(disk);
        assertThrows(
                GrantException.class,
                () -> change(Grant.FileSystem.of("/data", disk, Grant.Access.READ_WRITE)));
    }

    @Test
    void ofTheNetworkComeBackFromTheirFile() throws Exception {
        Grant some = new Grant.Network("https://*.b.example", Set.of("GET", "HEAD"));
        Grant range = new Grant.AddressRange("10.0.0.0/8");
        change(NETWORK, some, range);
        String file = Files.readString(home.resolve("etc/grants/a.json"));
        assertTrue(file.contains("\"methods\""), file);
        edit(file + " ");
        store.refresh();
        assertEquals(Optional.empty(), store.problem("a"));
        assertEquals(Set.of(NETWORK, some, range), Set.copyOf(inForce()));
        assertEquals("https://*.b.example=GET,HEAD", GrantText.value(some));
        assertEquals(some, NetworkCapability.parse(GrantText.value(some)));
        assertEquals(range, NetworkCapability.parse(GrantText.value(range)));
    }

    @Test
    void ofASecretComeBackFromTheirFile() throws Exception {
        Grant secret =
                new Grant.Secret(
                        "API_KEY",
                        Set.of("https://a.example", "https://*.b.example"),
                        Set.of("Authorization", "X-Key"));
        change(NETWORK, secret);
        String file = Files.readString(home.resolve("etc/grants/a.json"));
        edit(file + " ");
        store.refresh();
        assertEquals(Optional.empty(), store.problem("a"));
        assertEquals(Set.of(NETWORK, secret), Set.copyOf(inForce()));
        assertEquals(
                "API_KEY --origin https://*.b.example,https://a.example --header"
                        + " authorization,x-key",
                GrantText.value(secret));
    }

    @Test
    void thatAnEditTakesAwayAreGoneThoughAFolderIsNotThere() throws Exception {
        edit(withFolder(", \"network\": [\"https://a.example\"], \"cryptography\": true"));
        store.refresh();
        assertEquals(3, inForce().size());
        Files.delete(disk);
        edit(withFolder(", \"cryptography\": true"));
        assertEquals(Set.of("a"), store.refresh());
        assertEquals(List.of(new Grant.Cryptography()), inForce());
        assertEquals(Optional.of(notThere()), store.problem("a"));
    }

    @Test
    void ofAFolderComeBackWithIt() throws Exception {
        Files.delete(disk);
        edit(withFolder(""));
        assertEquals(Set.of("a"), store.refresh());
        assertEquals(List.of(), inForce());
        assertEquals(Set.of(), store.refresh());
        Files.createDirectory(disk);
        assertEquals(Set.of("a"), store.refresh());
        assertEquals(List.of(data()), inForce());
        assertEquals(Optional.empty(), store.problem("a"));
        assertEquals(Set.of(), store.refresh());
    }

    @Test
    void ofAFolderThatIsAwayStayInTheFileWhenOthersChange() throws Exception {
        Files.delete(disk);
        edit(withFolder(""));
        store.refresh();
        assertEquals(List.of(data()), store.written("a").grants().all());
        store.change(
                "a",
                before -> before.withGrants(Grants.of(before.grants().directories().get(0), LANG)));
        assertEquals(List.of(LANG), inForce());
        assertEquals(Optional.of(notThere()), store.problem("a"));
        Files.createDirectory(disk);
        store.refresh();
        assertEquals(Set.of(data(), LANG), Set.copyOf(inForce()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"environment\": [\"LANG\", \"*\"]}|/environment/1 is refused: environment"
                        + " pattern is not a name or a prefix and '*' ['*']",
                "{\"network\": \"https://a.example\"}|/network is not an array"
                        + " ['https://a.example']",
                "{\"network\": [{\"methods\": [\"GET\"]}]}|/network/0 has no 'origin'",
                "{\"network\": [{\"origin\": \"https://a.example\", \"methods\": [\"TRACE\"]}]}"
                        + "|/network/0 is refused: method is not one of [DELETE, GET, HEAD,"
                        + " OPTIONS, PATCH, POST, PUT] ['TRACE']",
                "{\"network\": [{\"origin\": \"https://a.example\", \"methods\": []}]}"
                        + "|/network/0/methods is empty; without 'methods', all are meant",
                "{\"addressRanges\": [\"10.0.0.0\"]}|/addressRanges/0 is refused: address range is"
                        + " not address/prefix-length ['10.0.0.0']",
                "{\"addressRanges\": [\"10.0.0.1/8\"]}|/addressRanges/0 is refused: address range has"
                        + " bits behind its prefix; '10.0.0.0/8' is the range that holds this"
                        + " address ['10.0.0.1/8']",
                "{\"secrets\": [\"A\"]}|/secrets/0 is not an object ['A']",
                "{\"secrets\": [{\"origins\": []}]}|/secrets/0 has no 'name'",
                "{\"secrets\": [{\"name\": \"A\", \"headers\": [\"x\"]}]}|/secrets/0 is refused:"
                        + " grant of a secret has not 1 to 64 origins [0]",
                "{\"secrets\": [{\"name\": \"A\", \"origins\": [\"https://a\"], \"headers\":"
                        + " [\"x y\"]}]}|/secrets/0 is refused: header field is not a token of 1 to"
                        + " 128 characters ['x y']",
                "{\"secrets\": [{\"name\": \"A\", \"value\": \"x\"}]}|/secrets/0/value is unknown",
                "{\"subprocess\": true}|/subprocess is never granted: tools do not start processes",
                "{\"what\": 1}|/what is unknown",
                "{\"sha256\": \"12\"}|/sha256 is not 64 hexadecimal digits ['12']",
                "{\"artifact\": \"12\"}|/artifact is not 'sha256:' and 64 hexadecimal digits"
                        + " ['12']",
                "{\"fileSystem\": [{\"host\": \"/srv\"}]}|/fileSystem/0 has no 'guest'",
                "{\"fileSystem\": [{\"guest\": \"/d\", \"access\": \"all\"}]}"
                        + "|/fileSystem/0/access is not 'read' or 'readWrite' ['all']",
                "{\"fileSystem\": [{\"guest\": \"/d\\u001b[2J\"}]}|/fileSystem/0 is refused: guest"
                        + " path holds characters that are not printable ['/d\\u001b[2J']",
                "{\"fileSystem\": [{\"guest\": \"/d\\nx\"}]}|/fileSystem/0 is refused: guest"
                        + " path holds characters that are not printable ['/d\\u000ax']"
            })
    void thatAreNotAcceptedAreToldWithFileKeyAndReason(String bad, String reason) throws Exception {
        change(LANG);
        edit(bad);
        assertEquals(Set.of("a"), store.refresh());
        assertEquals(Optional.of("etc/grants/a.json: " + reason), store.problem("a"));
        assertEquals(List.of(LANG), inForce());
    }

    @Test
    void thatAreNoJsonOrOverlapTheHomeLeaveTheLastGoodOnes() throws Exception {
        change(LANG);
        edit("{\"environment\": ");
        store.refresh();
        String problem = store.problem("a").orElseThrow();
        assertTrue(problem.startsWith("etc/grants/a.json: is not JSON ["), problem);
        edit("{\"fileSystem\": [{\"guest\": \"/d\", \"host\": \"%s\"}]}".formatted(home));
        store.refresh();
        problem = store.problem("a").orElseThrow();
        assertTrue(
                problem.startsWith("etc/grants/a.json: host path overlaps the host's home ["),
                problem);
        assertEquals(List.of(LANG), inForce());
    }

    @Test
    void goWithTheirFile() throws Exception {
        change(LANG);
        Files.delete(home.resolve("etc/grants/a.json"));
        assertEquals(Set.of("a"), store.refresh());
        assertEquals(List.of(), inForce());
    }

    @Test
    void ofOneToolDoNotFlickerWhenTheFileOfAnotherVanishes() throws Exception {
        change(LANG);
        Path grants = home.resolve("etc/grants");
        AtomicBoolean over = new AtomicBoolean();
        Thread remover =
                new Thread(
                        () -> {
                            for (int i = 0; !over.get(); i = (i + 1) % 50) {
                                Path other = grants.resolve("other-" + i + ".json");
                                try {
                                    Files.writeString(other, "{}");
                                    Files.delete(other);
                                } catch (IOException e) {
                                    return;
                                }
                            }
                        });
        remover.start();
        try {
            for (int i = 0; i < 5_000; i++) {
                store.refresh();
                assertEquals(List.of(LANG), inForce(), "round " + i);
            }
        } finally {
            over.set(true);
            remover.join(10_000);
        }
        assertTrue(!remover.isAlive());
    }
}
