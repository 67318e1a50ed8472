package org.vexhost.examples.checks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the assembler is: the guests of the sandbox's tests come from the sources beside them. */
@DisplayName("The guests of the sandbox's tests")
class GuestSourcesTest {

    private static final Path GUESTS = Example.ROOT.resolveSibling("sandbox-core/src/test/guests");

    @TempDir Path temporary;

    @Test
    void areWhatTheirSourcesSay() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Shell.has("sh") && Shell.has("wat2wasm"));
        Path copy = temporary.resolve("guests");
        Shell.copy(GUESTS, copy);
        List<Path> modules = modules(copy);
        for (Path module : modules) {
            Files.delete(module);
        }
        Shell.run(copy.resolve("build.sh"));
        for (Path module : modules) {
            assertTrue(Files.exists(module), () -> module + " has no source");
            assertArrayEquals(
                    Files.readAllBytes(GUESTS.resolve(copy.relativize(module).toString())),
                    Files.readAllBytes(module),
                    module::toString);
        }
        assertTrue(modules.size() > 280, () -> modules.size() + " modules");
    }

    /**
     * Those that wat2wasm assembles: the kernels are compiled, and some guests are newer than it.
     */
    private static List<Path> modules(Path guests) throws IOException {
        List<Path> modules = new ArrayList<>();
        try (Stream<Path> files = Files.walk(guests)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".wasm")
                        && !file.getParent().endsWith("newer")
                        && !Files.exists(file.resolveSibling(name.replace(".wasm", ".c")))) {
                    modules.add(file);
                }
            }
        }
        return modules;
    }
}
