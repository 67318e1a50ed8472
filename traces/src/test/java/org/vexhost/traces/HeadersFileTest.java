package org.vexhost.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A file of headers for the collector")
class HeadersFileTest {

    private static final String SECRET = "open-sesame-4711";

    @TempDir private Path folder = Path.of(".");

    private Path write(String text) throws IOException {
        return write(text, "rw-------");
    }

    private Path write(String text, String mode) throws IOException {
        Path file = folder.resolve("headers");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }

    private static String reject(Path file) {
        String message =
                String.valueOf(
                        assertThrows(IOException.class, () -> new HeadersFile(file).read())
                                .getMessage());
        assertFalse(message.contains(SECRET), message);
        return message.replace(file.toString(), "FILE");
    }

    @Test
    void hasOneInEachLine() throws IOException {
        Path file = write("# for the collector\r\n\nAuthorization: Basic a:b==\nx-scope:  a, b \n");
        assertEquals(
                Map.of("Authorization", "Basic a:b==", "x-scope", "a, b"),
                new HeadersFile(file).read());
    }

    @ParameterizedTest
    @CsvSource({
        SECRET,
        "x y: " + SECRET,
        "': " + SECRET + "'",
        "x:",
        "x: " + SECRET + "\u00e9",
    })
    void thatHasAnInvalidLineIsRejectedWithoutItsValue(String line) throws IOException {
        assertEquals("'FILE' line 2 is not NAME: VALUE", reject(write("a: b\n" + line)));
    }

    @Test
    void thatSetsAHeaderOfTheHostOrRepeatsOneIsRejected() throws IOException {
        assertEquals(
                "'FILE' line 1 sets header 'Host', which the host itself sets",
                reject(write("Host: " + SECRET)));
        assertEquals("'FILE' line 2 repeats header 'A'", reject(write("a: " + SECRET + "\nA: b")));
    }

    @Test
    void isOfItsOwnerAlone() throws IOException {
        assertEquals(
                "'FILE' can be read or written by others than its owner; chmod 600 closes it",
                reject(write("a: " + SECRET, "rw-r-----")));
        assertEquals(
                "'FILE' is not a file of at most 65536 bytes", reject(folder.resolve("absent")));
    }

    @Test
    void isReadAgainForEachRequestAndKeepsItsHeadersWhileItIsInvalid() throws IOException {
        Path file = write("a: 1");
        CollectorHeaders headers = CollectorHeaders.of(new HeadersFile(file));
        assertEquals(Map.of("a", "1"), headers.get());
        assertEquals(file, write("a: 2"));
        assertEquals(Map.of("a", "2"), headers.get());
        assertEquals(file, write("a"));
        assertEquals(Map.of("a", "2"), headers.get());
        assertEquals(file, write("a: 3"));
        assertEquals(Map.of("a", "3"), headers.get());
        assertTrue(Files.deleteIfExists(file));
        assertEquals(Map.of("a", "3"), headers.get());
    }

    @Test
    void ofAnotherUserIsRejected() throws IOException {
        Path file = write("a: " + SECRET);
        Assumptions.assumeTrue("root".equals(Files.getOwner(file).getName()));
        Path ignored = Files.setAttribute(file, "unix:uid", 54_321);
        assertEquals(
                "'FILE' belongs to user '%s'; change that by chown"
                        .formatted(Files.getOwner(file).getName()),
                reject(file));
    }

    @Test
    void isReadUpToItsMaximumAndNotFurther() throws IOException {
        assertEquals(
                "'FILE' is not a file of at most 65536 bytes", reject(write("#".repeat(65_537))));
        assertEquals(Map.of(), new HeadersFile(write("#".repeat(65_536))).read());
        AtomicInteger count = new AtomicInteger();
        InputStream endless =
                new InputStream() {
                    @Override
                    public int read() {
                        count.incrementAndGet();
                        return '#';
                    }

                    @Override
                    public int read(byte[] bytes, int from, int length) {
                        count.addAndGet(length);
                        return length;
                    }
                };
        HeadersFile file = new HeadersFile(Path.of("endless"));
        assertEquals(
                "'endless' is not a file of at most 65536 bytes",
                assertThrows(IOException.class, () -> file.text(endless)).getMessage());
        assertEquals(65_537, count.get());
    }
}
