package org.vexhost.loader.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexhost.api.Grant;
import org.vexhost.api.Grant.Access;
import org.vexhost.api.Grant.Sharing;
import org.vexhost.api.Grants;

@DisplayName("What two sets of grants both allow")
class CommonGrantsTest {

    private static final Path DISK = Path.of("/srv/disk");

    private static Grants grants(String texts, Function<String, Grant> parser) {
        return texts == null
                ? Grants.none()
                : Grants.of(Arrays.stream(texts.split(" ", -1)).map(parser).toList());
    }

    private static void assertCommon(
            String one, String other, String common, Function<String, Grant> parser) {
        Set<Grant> expected = Set.copyOf(grants(common, parser).all());
        Grants left = grants(one, parser);
        Grants right = grants(other, parser);
        assertEquals(expected, Set.copyOf(CommonGrants.of(left, right).all()));
        assertEquals(expected, Set.copyOf(CommonGrants.of(right, left).all()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LANG|LANG|LANG",
                "LANG|HOME|",
                "LANG|HOME LANG|LANG",
                "LANG|LANG*|LANG",
                "LANG|LAN*|LANG",
                "LANG|LANGUAGE*|",
                "L*|LC_*|LC_*",
                "L*|M*|",
                "L* LC_A|LC_* HOME|LC_* LC_A",
            })
    void ofVariables(String one, String other, String common) {
        assertCommon(one, other, common, Grant.Environment::new);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://a.b|https://a.b|https://a.b",
                "https://a.b|https://c.b|",
                "https://a.b|http://a.b|",
                "https://a.b|https://a.b:8443|",
                "https://a.b|https://a.b=GET|https://a.b=GET",
                "https://a.b=GET,POST|https://a.b=PUT,POST|https://a.b=POST",
                "https://a.b=GET|https://a.b=PUT|",
                "https://x.a.b|https://*.a.b|https://x.a.b",
                "https://a.a.b|https://*.a.b|https://a.a.b",
                "https://a.b|https://*.a.b|",
                "https://x.y.a.b|https://*.x.a.b|",
                "https://*.x.a.b|https://*.a.b|https://*.x.a.b",
                "https://*.x.b|https://*.a.b|",
                "https://*.a.b=GET|https://x.a.b|https://x.a.b=GET",
                "10.0.0.0/8|10.0.0.0/8|10.0.0.0/8",
                "10.0.0.0/8|10.1.0.0/16|10.1.0.0/16",
                "10.0.0.0/8|10.0.0.0/7|10.0.0.0/8",
                "10.0.0.0/8|11.0.0.0/8|",
                "10.0.0.0/8|0.0.0.0/0|10.0.0.0/8",
                "10.0.0.0/8|::/0|",
                "fd00::/8|fd12::/16|fd12::/16",
                "10.0.0.0/8|https://a.b|",
            })
    void ofTheNetwork(String one, String other, String common) {
        assertCommon(one, other, common, NetworkCapability::parse);
    }

    private static Grants folder(Access access, Sharing sharing, long maxBytes, long maxFiles) {
        return Grants.of(
                new Grant.FileSystem("/data", DISK, access, sharing, maxBytes, maxFiles),
                new Grant.Cryptography());
    }

    @Test
    void ofADirectoryIsTheNarrowerOfEachValue() {
        Grants one = folder(Access.READ_WRITE, Sharing.EXCLUSIVE, 10, 200);
        Grants other = folder(Access.READ, Sharing.SHARED, 20, 100);
        Grants common = folder(Access.READ, Sharing.SHARED, 10, 100);
        assertEquals(common, CommonGrants.of(one, other));
        assertEquals(common, CommonGrants.of(other, one));
    }

    @Test
    void ofDirectoriesAtDifferentPathsIsNothing() {
        Grants one = Grants.of(Grant.FileSystem.of("/data", DISK, Access.READ));
        for (Grant.FileSystem other :
                List.of(
                        Grant.FileSystem.of("/other", DISK, Access.READ),
                        Grant.FileSystem.of("/data", Path.of("/srv/other"), Access.READ),
                        Grant.FileSystem.of("/data", DISK.resolve("below"), Access.READ))) {
            assertEquals(Grants.none(), CommonGrants.of(one, Grants.of(other)));
        }
    }

    private static Grants secret(String name, Set<String> origins, String... headers) {
        return Grants.of(new Grant.Secret(name, origins, Set.of(headers)));
    }

    @Test
    void ofASecretAreTheCommonOriginsAndHeaders() {
        Grants one = secret("KEY", Set.of("https://a.b", "https://*.c.d"), "x-key", "cookie");
        assertEquals(
                secret("KEY", Set.of("https://x.c.d"), "x-key"),
                CommonGrants.of(
                        one, secret("KEY", Set.of("https://x.c.d", "https://e"), "X-Key", "x")));
        for (Grants other :
                List.of(
                        secret("OTHER", Set.of("https://a.b"), "x-key"),
                        secret("KEY", Set.of("https://e"), "x-key"),
                        secret("KEY", Set.of("https://a.b"), "authorization"))) {
            assertEquals(Grants.none(), CommonGrants.of(one, other));
        }
    }

    @Test
    void ofASecretWithTooManyCommonOriginsIsNothing() {
        Set<String> servers =
                IntStream.range(0, 63)
                        .mapToObj("https://s%d.a.b"::formatted)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> others =
                new TreeSet<>(Set.of("https://x.c.d", "https://y.c.d", "https://*.a.b"));
        servers.add("https://*.c.d");
        Grants one = secret("KEY", servers, "x-key");
        assertEquals(Grants.none(), CommonGrants.of(one, secret("KEY", others, "x-key")));
        others.remove("https://y.c.d");
        assertEquals(
                64,
                CommonGrants.of(one, secret("KEY", others, "x-key"))
                        .secrets()
                        .get(0)
                        .origins()
                        .size());
    }
}
