package org.vexhost.http.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.SecretSource;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;

@DisplayName("The folder of secrets")
@Timeout(60)
class SecretFolderTest {

    private static final String VALUE = "0123456789abcdef";

    @TempDir Path temporary;
    private Path folder;
    private SecretFolder secrets;

    @BeforeEach
    void make() throws Exception {
        folder = Files.createDirectory(temporary.resolve("secrets"));
        secrets = new SecretFolder(folder);
    }

    private Path put(String name, String content) throws Exception {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Optional<String> read(String name) {
        return secrets.read(name).map(value -> new String(value, StandardCharsets.US_ASCII));
    }

    private String problem(String name) {
        UnusableSecretException e =
                assertThrows(UnusableSecretException.class, () -> secrets.read(name), name);
        assertFalse(e.toString().contains("0123"), e.toString());
        return String.valueOf(e.getMessage());
    }

    @Test
    void hasAFileForEachAndReadsItAnew() throws Exception {
        put("API_KEY", VALUE);
        put("B", "Basic " + VALUE + "\n");
        put("C", VALUE + "\r\n");
        assertEquals(Optional.of(VALUE), read("API_KEY"));
        assertEquals(Optional.of("Basic " + VALUE), read("B"));
        assertEquals(Optional.of(VALUE), read("C"));
        put("API_KEY", "renewed-" + VALUE);
        assertEquals(Optional.of("renewed-" + VALUE), read("API_KEY"));
        Files.delete(folder.resolve("API_KEY"));
        assertEquals(Optional.empty(), read("API_KEY"));
        assertEquals(Set.of("B", "C"), secrets.names());
    }

    @Test
    void holdsValuesToTheirBounds() throws Exception {
        put("A", "x".repeat(16));
        assertEquals(16, read("A").orElseThrow().length());
        put("A", "x".repeat(4096) + "\n");
        assertEquals(4096, read("A").orElseThrow().length());
        for (String bad : List.of("", "\n", "x".repeat(15), "x".repeat(15) + "\n")) {
            put("A", bad);
            assertEquals("is not 16 to 4096 bytes long", problem("A"));
        }
        for (int length : new int[] {4097, 4098, 4099, 1 << 20}) {
            put("A", "x".repeat(length));
            assertEquals("is not 16 to 4096 bytes long", problem("A"));
        }
        for (String bad : List.of(VALUE + "\n\n", VALUE + "ü", VALUE + "\u0000", "a\t" + VALUE)) {
            put("A", bad);
            assertEquals("holds a byte that is not visible ASCII", problem("A"));
        }
        for (String bad : List.of(VALUE + " ", " " + VALUE)) {
            put("A", bad);
            assertEquals("begins or ends with a space", problem("A"));
        }
    }

    @Test
    void readsNothingThatOthersMayRead() throws Exception {
        Path file = put("A", VALUE);
        for (String mode :
                List.of("rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx--x---")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            assertEquals(
                    "can be read or written by others; change that by 'chmod 600', and renew it",
                    problem("A"));
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertEquals(Optional.of(VALUE), read("A"));
    }

    @Test
    void readsFilesAlone() throws Exception {
        Path elsewhere = temporary.resolve("elsewhere");
        Files.writeString(elsewhere, VALUE);
        Files.createSymbolicLink(folder.resolve("LINK"), elsewhere);
        Files.createDirectory(folder.resolve("FOLDER"));
        Process made = new ProcessBuilder("mkfifo", folder.resolve("FIFO").toString()).start();
        assertEquals(true, made.waitFor(30, TimeUnit.SECONDS) && made.exitValue() == 0);
        for (String name : List.of("LINK", "FOLDER", "FIFO")) {
            assertEquals("is not a file", problem(name));
        }
        assertEquals(Set.of(), secrets.names());
    }

    @Test
    void looksAtNoOtherName() throws Exception {
        put("lower", VALUE);
        put(".A", VALUE);
        Files.writeString(temporary.resolve("UP"), VALUE);
        for (String name : List.of("lower", ".A", "../UP", "/etc/passwd", "", "A/B", "A\u0000")) {
            assertEquals(Optional.empty(), secrets.read(name));
        }
        assertEquals(Set.of(), secrets.names());
        assertEquals(Set.of(), new SecretFolder(temporary.resolve("none")).names());
        assertEquals(Optional.empty(), new SecretFolder(temporary.resolve("none")).read("A"));
    }

    @Test
    void isAskedBeforeOtherSources() throws Exception {
        put("A", VALUE);
        put("BAD", "short");
        try (Secrets all = new Secrets(secrets, Duration.ofSeconds(30))) {
            Fixed other = new Fixed("from-another-source");
            all.add(other);
            Duration wait = Duration.ofSeconds(30);
            assertEquals(
                    VALUE,
                    new String(all.read("A", wait).orElseThrow(), StandardCharsets.US_ASCII));
            assertEquals(
                    "from-another-source",
                    new String(all.read("C", wait).orElseThrow(), StandardCharsets.US_ASCII));
            assertEquals(List.of("A", "BAD", "C"), all.names());
            HttpException bad = assertThrows(HttpException.class, () -> all.read("BAD", wait));
            assertEquals(HttpError.SECRET, bad.error());
            other.failing = true;
            HttpException e = assertThrows(HttpException.class, () -> all.read("C", wait));
            assertEquals("secret C cannot be used; the host's log says why", e.getMessage());
            assertEquals(null, e.getCause());
            all.remove(other);
            assertEquals(Optional.empty(), all.read("C", wait));
        }
    }

    /** One value under one name; throws it when it fails. */
    private static final class Fixed implements SecretSource {

        private final String value;
        private volatile boolean failing;

        Fixed(String value) {
            this.value = value;
        }

        @Override
        public Set<String> names() {
            return Set.of("C", "not a name");
        }

        @Override
        public Optional<byte[]> read(String name) {
            if (failing) {
                throw new IllegalStateException("cannot give " + value);
            }
            return name.equals("C")
                    ? Optional.of(value.getBytes(StandardCharsets.US_ASCII))
                    : Optional.empty();
        }
    }
}
