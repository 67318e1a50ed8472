package org.vexhost.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A grant")
class GrantTest {

    @ParameterizedTest
    @ValueSource(strings = {"*", "", "A*B", "A B", "1A", "A=B", "*A", "a\u0000"})
    void ofAVariableRefusesWhatIsNotANameOrAPrefix(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> new Grant.Environment(pattern));
    }

    @Test
    void ofAPrefixCoversWhatBeginsWithIt() {
        Grants grants = Grants.of(new Grant.Environment("LC_*"), new Grant.Environment("LANG"));
        assertTrue(grants.coversVariable("LC_ALL"));
        assertTrue(grants.coversVariable("LANG"));
        assertFalse(grants.coversVariable("LANGUAGE"));
        assertFalse(grants.coversVariable("LC"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "https://",
                "https://Example.com",
                "https://example.com/",
                "ftp://example.com",
                "https://a b",
                "https://user@example.com",
                "https://example.com:0",
                "https://*.com",
                "https://*",
                "https://*example.com",
                "https://a.*.example.com"
            })
    void ofANetworkOriginRefusesWhatIsNotOne(String origin) {
        assertThrows(IllegalArgumentException.class, () -> new Grant.Network(origin));
    }

    @Test
    void ofAllNamesBelowOneCoversThemAndNotItself() {
        Grants grants = Grants.of(new Grant.Network("https://*.example.com"));
        assertTrue(grants.coversOrigin("https://a.example.com"));
        assertTrue(grants.coversOrigin("https://a.b.example.com"));
        assertFalse(grants.coversOrigin("https://example.com"));
        assertFalse(grants.coversOrigin("https://.example.com"));
        assertFalse(grants.coversOrigin("https://aexample.com"));
        assertFalse(grants.coversOrigin("http://a.example.com"));
        assertFalse(grants.coversOrigin("https://a.example.com:8443"));
        assertFalse(grants.coversOrigin("https://a.example.com.evil.example"));
    }

    @Test
    void ofMethodsCoversOnlyThese() {
        Grants grants = Grants.of(new Grant.Network("https://example.com", Set.of("GET", "HEAD")));
        assertTrue(grants.coversOrigin("https://example.com"));
        assertTrue(grants.coversRequest("https://example.com", "GET"));
        assertFalse(grants.coversRequest("https://example.com", "POST"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Grant.Network("https://example.com", Set.of("get")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "127.0.0.1/32", "fd00::/8", "::/0", "0.0.0.0/0"})
    void ofAnAddressRangeHasAPrefixLength(String range) {
        assertEquals(
                List.of(AddressPrefix.parse(range)),
                Grants.of(new Grant.AddressRange(range)).addressPrefixes());
        assertFalse(Grants.of(new Grant.AddressRange(range)).coversOrigin("http://" + range));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "fd00::/129", "a/8", "10.0.0.0/8 ", ""})
    void ofAnAddressRangeRefusesWhatIsNotOne(String range) {
        assertThrows(IllegalArgumentException.class, () -> new Grant.AddressRange(range));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com", "http://localhost:8080", "http://[::1]:8080"})
    void ofANetworkOriginCoversExactlyIt(String origin) {
        Grants grants = Grants.of(new Grant.Network(origin));
        assertTrue(grants.coversOrigin(origin));
        assertFalse(grants.coversOrigin(origin + "0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "data",
                "/data/",
                "/a/../b",
                "/a/..",
                "/./a",
                "//a",
                "/a//b",
                "",
                "/a\u0000"
            })
    void ofADirectoryRefusesGuestPathsThatAreNotNormal(String guest) {
        assertThrows(
                IllegalArgumentException.class, () -> Grant.FileSystem.requireGuestPath(guest));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x\u001b[2J",
                "/x\ny",
                "/x\u007f",
                "/x\u009b2J",
                "/x\u0085y",
                "/x\u2028y",
                "/x\u2029y",
                "/x\u202ey",
                "/x\u2066y",
                "/x\u200by",
                "/x\ufeffy",
                "/x\ud83d"
            })
    void ofADirectoryRefusesGuestPathsThatCouldDriveATerminal(String guest) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Grant.FileSystem.requireGuestPath(guest));
        assertEquals(
                "guest path holds characters that are not printable [%s]"
                        .formatted(MessageText.quote(guest)),
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data", "/a b/żółć", "/漢字/😀", "/back\\slash", "/a:b=c"})
    void ofADirectoryTakesOrdinaryNamesOfAllScripts(String guest) {
        Grant.FileSystem.requireGuestPath(guest);
        assertEquals(
                guest,
                Grant.FileSystem.of(guest, Path.of("/srv").toAbsolutePath(), Grant.Access.READ)
                        .guest());
    }

    @Test
    void ofADirectoryTakesAnyNameForCommandsThatAreRunByHand() {
        assertEquals(".", directory(".").guest());
        for (String guest : new String[] {"", "a\u0000", "x".repeat(256)}) {
            assertThrows(IllegalArgumentException.class, () -> directory(guest));
        }
    }

    private static Grant.FileSystem directory(String guest) {
        return new Grant.FileSystem(
                guest,
                Path.of("/srv").toAbsolutePath(),
                Grant.Access.READ,
                Grant.Sharing.EXCLUSIVE,
                0,
                0);
    }

    @Test
    void ofADirectoryRefusesHostPathsThatAreNotAbsoluteAndNormal() {
        for (String host : new String[] {"srv", "/srv/../etc", "."}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Grant.FileSystem.of("/data", Path.of(host), Grant.Access.READ));
        }
    }

    @Test
    void ofOneGuestPathIsGivenOnce() {
        Grant first = Grant.FileSystem.of("/data", Path.of("/srv/a"), Grant.Access.READ);
        Grant second = Grant.FileSystem.of("/data", Path.of("/srv/b"), Grant.Access.READ);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Grants.of(first, second));
        assertEquals("guest path is granted twice ['/data']", e.getMessage());
    }

    @Test
    void ofASecretNamesItsOriginsAndHeaders() {
        Grant.Secret grant =
                new Grant.Secret(
                        "API_KEY",
                        Set.of("https://a.example", "https://*.b.example"),
                        Set.of("X-Key"));
        assertTrue(grant.coversOrigin("https://a.example"));
        assertTrue(grant.coversOrigin("https://x.b.example"));
        assertFalse(grant.coversOrigin("https://b.example"));
        assertFalse(grant.coversOrigin("https://a.example:8443"));
        assertFalse(grant.coversOrigin("http://a.example"));
        assertFalse(grant.coversOrigin("https://a.example.evil.test"));
        assertTrue(grant.coversHeader("x-KEY"));
        assertFalse(grant.coversHeader("x-keys"));
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                Grants.of(
                                        grant,
                                        new Grant.Secret(
                                                "API_KEY", Set.of("https://c"), Set.of("x"))));
        assertEquals("secret is granted twice ['API_KEY']", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "a, https://a, x",
        "9A, https://a, x",
        "A-B, https://a, x",
        "../A, https://a, x",
        "A, https://A, x",
        "A, ftp://a, x",
        "A, https://a/, x",
        "A, https://*.com, x",
        "A, https://a, x y",
        "A, https://a, x:",
        "A, https://a, ''"
    })
    void ofASecretIsHeldToItsForm(String name, String origin, String header) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Grant.Secret(name, Set.of(origin), Set.of(header)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Grant.Secret("A", Set.of(), Set.of(header)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Grant.Secret("A".repeat(65), Set.of("https://a"), Set.of("x")));
    }

    @Test
    void isNotNeededToCompute() {
        assertTrue(Grants.none().covers(Capability.PURE_COMPUTATION));
        assertFalse(Grants.none().covers(Capability.NETWORK));
        assertEquals(
                Set.of(Capability.CRYPTOGRAPHY),
                Grants.of(new Grant.Cryptography()).capabilities());
    }

    @Test
    void toWriteCoversReading() {
        assertTrue(Grant.Access.READ_WRITE.covers(Grant.Access.READ));
        assertFalse(Grant.Access.READ.covers(Grant.Access.READ_WRITE));
    }

    @Test
    void isNamedByWhatRevokingNames() {
        assertEquals("LC_*", new Grant.Environment("LC_*").value());
        assertEquals("https://a.example", new Grant.Network("https://a.example").value());
        assertEquals("10.0.0.0/8", new Grant.AddressRange("10.0.0.0/8").value());
        assertEquals("", new Grant.Cryptography().value());
        assertEquals(
                "/data",
                Grant.FileSystem.of("/data", Path.of("/srv").toAbsolutePath(), Grant.Access.READ)
                        .value());
        assertEquals(
                "KEY",
                new Grant.Secret("KEY", Set.of("https://a.example"), Set.of("x-key")).value());
    }

    @Test
    void saysNothingMoreWhereThereIsNothing() {
        assertEquals(Map.of(), new Grant.Environment("LANG").details());
        assertEquals(Map.of(), new Grant.Network("https://a.example").details());
        assertEquals(Map.of(), new Grant.AddressRange("10.0.0.0/8").details());
        assertEquals(Map.of(), new Grant.Cryptography().details());
    }

    @Test
    void saysHowADirectoryMayBeUsed() {
        Path host = Path.of("/srv").toAbsolutePath();
        Grant.FileSystem read = Grant.FileSystem.of("/data", host, Grant.Access.READ);
        assertEquals(
                Map.of(
                        "access", "read",
                        "host", host.toString(),
                        "maxBytes", Long.toString(read.maxBytes()),
                        "maxFiles", Long.toString(read.maxFiles()),
                        "shared", "false"),
                read.details());
        assertEquals(
                "readWrite",
                Grant.FileSystem.of("/data", host, Grant.Access.READ_WRITE)
                        .details()
                        .get("access"));
    }

    @Test
    void saysWithWhatASecretOrAnOriginMayBeUsed() {
        assertEquals(
                Map.of("methods", "GET"),
                new Grant.Network("https://a.example", Set.of("GET")).details());
        assertEquals(
                Map.of("headers", "x-key", "origins", "https://a.example"),
                new Grant.Secret("KEY", Set.of("https://a.example"), Set.of("x-key")).details());
    }
}
