package org.vexhost.gateway.caller.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.api.admin.CallerInfo;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.caller.Credentials;
import org.vexhost.gateway.caller.FakeClock;
import org.vexhost.gateway.caller.Recognition;
import org.vexhost.gateway.caller.jwt.JwtVerifier;
import org.vexhost.gateway.caller.jwt.KeyFetch;
import org.vexhost.gateway.caller.quota.FuelBook;

class CallerFolderTest {

    private static final Caller OPERATOR = Caller.user("root");

    private final FakeClock clock = new FakeClock();
    private final CallerBook book =
            new CallerBook(
                    new JwtVerifier(new KeyFetch(Path.of("."), KeyFetch.client()), clock),
                    clock,
                    clock::nanoTime);

    @TempDir private Path home;
    private CallerFolder folder = new CallerFolder(Path.of("absent"), book);
    private FileCallerAdministration administration = administration();

    @BeforeEach
    void begin() {
        folder = new CallerFolder(home.resolve("callers"), book);
        administration = administration();
        folder.read();
    }

    @Test
    void anAddedCallerIsLetInAndItsTokenIsNotKept() throws Exception {
        assertFalse(book.isConfigured());
        String token = administration.add(OPERATOR, "ci", List.of("word-*"), List.of(Role.CALL));
        assertEquals("client 'ci'", known(token).caller().toString());
        String text = Files.readString(folder.file("ci"));
        assertFalse(text.contains(token), text);
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.file("ci"))));
        CallerInfo info = administration.caller("ci").orElseThrow();
        assertEquals("token", info.method());
        assertEquals(List.of("word-*"), info.tools());
        assertEquals(
                Reason.CONFLICT,
                assertThrows(
                                AdministrationException.class,
                                () ->
                                        administration.add(
                                                OPERATOR, "ci", List.of(), List.of(Role.CALL)))
                        .reason());
    }

    @Test
    void aFolderWithTheSameTimeIsListedAgainAfterAWhile() throws Exception {
        administration.add(OPERATOR, "ci", List.of(), List.of(Role.CALL));
        age("ci");
        folder.read();
        Files.copy(folder.file("ci"), folder.file("cd"));
        Files.delete(folder.file("ci"));
        age("cd");
        folder.read();
        assertEquals(Set.of("ci"), book.entries().keySet());
        for (int i = 0; i < CallerFolder.MAX_USES; i++) {
            folder.read();
        }
        assertEquals(Set.of("cd"), book.entries().keySet());
    }

    @Test
    void aFolderWithTheSameTimeIsListedAtOnceAfterAnEvent() throws Exception {
        administration.add(OPERATOR, "ci", List.of(), List.of(Role.CALL));
        age("ci");
        folder.read();
        Files.copy(folder.file("ci"), folder.file("cd"));
        Files.delete(folder.file("ci"));
        age("cd");
        folder.listAgain();
        folder.read();
        assertEquals(Set.of("cd"), book.entries().keySet());
    }

    @Test
    void anEditOfAFileIsReadAtOnceInAFolderWithTheSameTime() throws Exception {
        String token = administration.add(OPERATOR, "ci", List.of(), List.of(Role.CALL));
        age("ci");
        folder.read();
        folder.read();
        assertFalse(known(token).has(Role.OPERATOR));
        String text = Files.readString(folder.file("ci")).replace("\"call\"", "\"operator\"");
        Files.writeString(folder.file("ci"), text);
        folder.read();
        assertTrue(known(token).has(Role.OPERATOR));
        Files.setPosixFilePermissions(
                folder.file("ci"), PosixFilePermissions.fromString("rw-rw-rw-"));
        folder.read();
        folder.read();
        assertInstanceOf(Recognition.Refused.class, recognise(token));
    }

    @Test
    void isSettledUntilSomethingIsPending() throws Exception {
        assertTrue(folder.isSettled());
        administration.add(OPERATOR, "ci", List.of(), List.of(Role.CALL));
        folder.read();
        assertFalse(folder.isSettled());
        age("ci");
        folder.read();
        assertTrue(folder.isSettled());
        Files.writeString(folder.file("cd"), "no JSON");
        folder.read();
        assertFalse(folder.isSettled());
        age("cd");
        folder.read();
        assertTrue(folder.isSettled());
        Files.createSymbolicLink(folder.file("ce"), folder.file("ci"));
        folder.read();
        age("ci");
        folder.read();
        folder.read();
        assertFalse(folder.isSettled());
    }

    private void age(String name) throws Exception {
        FileTime old = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(folder.file(name), old);
        Files.setLastModifiedTime(home.resolve("callers"), old);
    }

    @Test
    void aRenewedTokenReplacesTheOldOne() throws Exception {
        String old = administration.add(OPERATOR, "ci", List.of(), List.of(Role.OPERATOR));
        String renewed = administration.renew(OPERATOR, "ci");
        assertTrue(known(renewed).has(Role.OPERATOR));
        assertInstanceOf(Recognition.Refused.class, recognise(old));
        administration.remove(OPERATOR, "ci");
        assertInstanceOf(Recognition.Refused.class, recognise(renewed));
        assertEquals(List.of(), administration.callers());
        assertThrows(AdministrationException.class, () -> administration.remove(OPERATOR, "ci"));
    }

    @Test
    void namesDoNotLeaveTheFolder() {
        for (String name : new String[] {"../x", "", "A", "a/b", "a.b", "a".repeat(65)}) {
            assertThrows(
                    AdministrationException.class,
                    () -> administration.add(OPERATOR, name, List.of(), List.of(Role.CALL)));
            assertThrows(
                    AdministrationException.class, () -> administration.remove(OPERATOR, name));
        }
    }

    @Test
    void aFileThatCannotBeUsedLetsNobodyInAfterASecondLook() throws Exception {
        String token = administration.add(OPERATOR, "ci", List.of(), List.of(Role.CALL));
        Files.writeString(folder.file("ci"), "{\"token\":");
        folder.read();
        assertFalse(known(token).isEnded());
        folder.read();
        assertInstanceOf(Recognition.Refused.class, recognise(token));
        assertTrue(book.isConfigured());
        assertEquals("invalid", administration.caller("ci").orElseThrow().method());
    }

    @Test
    void aFileThatOthersCanWriteLetsNobodyIn() throws Exception {
        String token = administration.add(OPERATOR, "ci", List.of(), List.of(Role.CALL));
        Files.setPosixFilePermissions(
                folder.file("ci"), PosixFilePermissions.fromString("rw-rw----"));
        folder.read();
        folder.read();
        assertInstanceOf(Recognition.Refused.class, recognise(token));
        assertEquals(
                "can be written by others [rw-rw----]; change that by 'chmod 600'",
                administration.caller("ci").orElseThrow().problem().orElseThrow());
        Files.setPosixFilePermissions(
                folder.file("ci"), PosixFilePermissions.fromString("rw-------"));
        folder.read();
        known(token);
    }

    @Test
    void anEditedFileHoldsFromTheNextLook() throws Exception {
        String token = administration.add(OPERATOR, "ci", List.of("a"), List.of(Role.CALL));
        CallerAccess before = known(token);
        String text = Files.readString(folder.file("ci"));
        Files.writeString(folder.file("ci"), text.replace("\"a\"", "\"b\""));
        folder.read();
        assertTrue(before.isEnded());
        assertTrue(known(token).maySee("b"));
        Files.delete(folder.file("ci"));
        folder.read();
        assertInstanceOf(Recognition.Refused.class, recognise(token));
    }

    private FileCallerAdministration administration() {
        return new FileCallerAdministration(
                folder, book, new FuelBook(Path.of("absent"), clock), new Object());
    }

    private CallerAccess known(String token) {
        return assertInstanceOf(Recognition.Known.class, recognise(token)).access();
    }

    private Recognition recognise(String token) {
        return book.recognise(new Credentials(Optional.of(token), Optional.empty(), "127.0.0.1"));
    }
}
