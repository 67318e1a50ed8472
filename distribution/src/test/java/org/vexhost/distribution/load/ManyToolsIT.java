package org.vexhost.distribution.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.guest.GeneratedTool;

/**
 * How long a host takes from its start until every tool in its folder answered, each of 50 KB of
 * code that no other has, in a heap of 1 GiB. How many is the system property {@code
 * vexhost.load.tools}, a list; the profile {@code load} makes it 75, 150 and 300.
 */
@DisplayName("A host whose folder is full of tools")
class ManyToolsIT {

    private static final int CODE_BYTES = 50_000;
    private static final int[] COUNTS =
            Arrays.stream(System.getProperty("vexhost.load.tools", "20").split(","))
                    .mapToInt(Integer::parseInt)
                    .toArray();

    /** Ten times what is promised for 300 tools on a machine that has nothing else to do. */
    private static final Duration MAX_COLD = Duration.ofMinutes(10);

    private static final Duration MAX_CACHED = Duration.ofSeconds(80);

    @TempDir Path folder;

    @Test
    void answersWithAllOfThemColdAndFromTheCache() throws Exception {
        for (int count : COUNTS) {
            measure(count);
        }
    }

    private void measure(int count) throws Exception {
        Path home = folder.resolve("home-" + count);
        Files.createDirectories(home.resolve("tools"));
        List<GeneratedTool> tools = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            GeneratedTool tool = new GeneratedTool("tool-" + i, 1, CODE_BYTES);
            Files.write(home.resolve("tools/tool-" + i + ".wasm"), tool.module());
            Files.writeString(home.resolve("tools/tool-" + i + ".tool.json"), tool.descriptor());
            tools.add(tool);
        }
        long start = System.nanoTime();
        try (HostProcess host = HostProcess.start(home, "-Xmx1g")) {
            Duration cold = awaitAll(host, tools, start);
            Duration coldWork = host.processorTime();
            host.terminate();
            assertEquals(0, host.awaitEnd());
            long again = System.nanoTime();
            host.restart();
            Duration cached = awaitAll(host, tools, again);
            System.out.printf(
                    "many tools: %d of %d bytes, all answered after %d ms cold,"
                            + " (%d ms of processor), %d ms from the cache (%d ms)%n",
                    count,
                    tools.get(0).module().length,
                    cold.toMillis(),
                    coldWork.toMillis(),
                    cached.toMillis(),
                    host.processorTime().toMillis());
            assertTrue(cold.compareTo(MAX_COLD) < 0, () -> "cold " + cold);
            assertTrue(cached.compareTo(MAX_CACHED) < 0, () -> "cached " + cached);
        }
    }

    private static Duration awaitAll(HostProcess host, List<GeneratedTool> tools, long start)
            throws IOException, InterruptedException {
        for (GeneratedTool tool : tools) {
            String arguments = "{\"n\":" + tool.version() + "}";
            String right = tool.answer(arguments);
            assertEquals(right, host.awaitCall(tool.name(), arguments).out());
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
