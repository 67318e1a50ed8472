package org.vexhost.ssh.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The file of authorized keys")
@DisabledOnOs(OS.WINDOWS)
class AuthorizedKeysTest {

    private static final KeyPair PAIR = Keys.make("Ed25519", 0);
    private static final String PRINT = Keys.fingerprint(PAIR);

    @TempDir private Path folder = Path.of(".");

    private final List<String> problems = new ArrayList<>();
    private Path file = Path.of("keys");
    private AuthorizedKeys keys =
            new AuthorizedKeys(Path.of("keys"), () -> "nobody", problems::add);

    @BeforeEach
    void begin() throws IOException {
        file = folder.resolve("authorized_keys");
        keys = new AuthorizedKeys(file, Files.getOwner(folder), problems::add);
        Keys.mode(folder, "rwxr-xr-x");
    }

    private void write(String text) throws IOException {
        Path ignored = Files.writeString(file, text);
        Keys.mode(file, "rw-r--r--");
    }

    @Test
    void isReadAtEachUse() throws IOException {
        assertTrue(keys.find(PRINT).isEmpty());
        write("# keys\n\n" + Keys.text(PAIR) + " ann\n");
        assertEquals(Optional.of(new AuthorizedKey("ann", PRINT)), keys.find(PRINT));
        assertEquals(1, keys.count());
        write("\n");
        assertTrue(keys.find(PRINT).isEmpty());
        Files.delete(file);
        assertTrue(keys.find(PRINT).isEmpty());
        String absent = "'%s' does not exist, so nobody can sign in".formatted(file);
        assertEquals(List.of(absent, absent), problems);
    }

    @Test
    void containsNoKeysWhileOthersMayWriteItOrItsFolder() throws IOException {
        write(Keys.text(PAIR));
        assertEquals(1, keys.count());
        Keys.mode(file, "rw-rw-r--");
        assertEquals(0, keys.count());
        assertEquals(0, keys.count());
        Keys.mode(file, "rw-r--r--");
        assertEquals(1, keys.count());
        Keys.mode(folder, "rwxrwxrwx");
        assertEquals(0, keys.count());
        Keys.mode(folder, "rwx------");
        assertEquals(1, keys.count());
        assertEquals(
                List.of(
                        ("others can write to '%s' [rw-rw-r--]; change that by chmod go-w; until"
                                        + " then, nobody can sign in")
                                .formatted(file.toRealPath()),
                        ("others can write to '%s' [rwxrwxrwx]; change that by chmod go-w; until"
                                        + " then, nobody can sign in")
                                .formatted(folder.toRealPath())),
                problems);
    }

    @Test
    void containsNoKeysIfItBelongsToSomebodyElse() throws IOException {
        write(Keys.text(PAIR));
        AuthorizedKeys ofOthers = new AuthorizedKeys(file, () -> "somebody", problems::add);
        boolean isRoot = "root".equals(Files.getOwner(file).getName());
        assertEquals(isRoot ? 1 : 0, ofOthers.count());
    }

    @Test
    void rejectsLinesOneByOneAndSaysSoOnce() throws IOException {
        String line = Keys.text(PAIR) + " ann";
        write("restrict " + line + "\n" + line + "\n" + line + "\nx\n");
        assertEquals(1, keys.count());
        assertEquals(1, keys.count());
        assertEquals(
                List.of(
                        "'%s' line 1 is rejected [option 'restrict' is not supported]"
                                .formatted(file),
                        "'%s' line 3 is rejected [key is in an earlier line too]".formatted(file),
                        "'%s' line 4 is rejected [option 'x' is not supported]".formatted(file)),
                problems);
    }

    @Test
    void hasAtMostTheMaximumOfBytes() throws IOException {
        String line = Keys.text(PAIR) + "\n";
        String comment = "#" + "x".repeat(1_000) + "\n";
        StringBuilder text = new StringBuilder(line);
        while (text.length() + comment.length() <= AuthorizedKeys.MAX_BYTES) {
            text.append(comment);
        }
        text.append(" ".repeat(AuthorizedKeys.MAX_BYTES - text.length()));
        write(text.toString());
        assertEquals(1, keys.count());
        write(text + " ");
        assertEquals(0, keys.count());
        assertEquals(
                List.of(
                        "'%s' exceeds 262144 bytes; until then, nobody can sign in"
                                .formatted(file)),
                problems);
    }

    @Test
    void hasLinesOfAtMostTheMaximum() throws IOException {
        String line = Keys.text(PAIR) + " ";
        String longest = line + "x".repeat(AuthorizedKeys.MAX_LINE - line.length());
        write(longest);
        assertEquals(1, keys.count());
        write(longest + "x");
        assertEquals(0, keys.count());
        assertEquals(
                List.of("'%s' line 1 is rejected [line exceeds 16384 characters]".formatted(file)),
                problems);
    }

    @Test
    void reportsOnlyTheFirstLinesOfAFileThatIsNotOneOfKeys() throws IOException {
        write("x\n".repeat(AuthorizedKeys.MAX_REPORTED + 30));
        assertEquals(0, keys.count());
        assertEquals(AuthorizedKeys.MAX_REPORTED + 1, problems.size());
        assertEquals(
                "'%s' has 30 more lines that are rejected".formatted(file),
                problems.get(AuthorizedKeys.MAX_REPORTED));
    }

    @Test
    void isNotReadThroughALinkThatOthersCanReplace() throws IOException {
        write(Keys.text(PAIR));
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Path link = Files.createSymbolicLink(shared.resolve("keys"), file);
        AuthorizedKeys linked = new AuthorizedKeys(link, Files.getOwner(folder), problems::add);
        Keys.mode(shared, "rwxr-xr-x");
        assertEquals(1, linked.count());
        Keys.mode(shared, "rwxrwxrwx");
        assertEquals(0, linked.count());
        assertEquals(
                List.of(
                        ("others can write to '%s' [rwxrwxrwx]; change that by chmod go-w; until"
                                        + " then, nobody can sign in")
                                .formatted(shared)),
                problems);
    }

    @Test
    void isNotAFolder() throws IOException {
        Path ignored = Files.createDirectory(file);
        assertEquals(0, keys.count());
        assertEquals(
                List.of("'%s' is not a file; until then, nobody can sign in".formatted(file)),
                problems);
    }
}
