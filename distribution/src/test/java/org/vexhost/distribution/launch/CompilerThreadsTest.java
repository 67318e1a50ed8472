package org.vexhost.distribution.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Compiler threads")
class CompilerThreadsTest {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path tasks;

    private void thread(int id, String name, char state) throws IOException {
        Path folder = Files.createDirectories(tasks.resolve(Integer.toString(id)));
        Files.writeString(folder.resolve("comm"), name + "\n");
        Files.writeString(
                folder.resolve("stat"), "%d (%s) %c 1 17 17 0".formatted(id, name, state));
    }

    @ParameterizedTest
    @CsvSource({
        "C1 CompilerThre, S, true",
        "C2 CompilerThre, S, true",
        "C1 CompilerThre, R, false",
        "C2 CompilerThre, R, false",
        "vexhost-sandbox, R, true",
        "C2 ) R Compiler, R, true",
    })
    void restUnlessOneRuns(String name, char state, boolean expected) throws Exception {
        thread(1, "java", 'S');
        thread(2, name, state);
        Files.createDirectories(tasks.resolve("3"));
        assertEquals(expected, new CompilerThreads(tasks).awaitRest(expected ? LONG : SHORT));
    }

    @Test
    void areSeenBesideThreadsWithAnyName() throws Exception {
        for (int id = 1; id <= 9; id += 2) {
            thread(id, "tool", 'S');
            Files.write(tasks.resolve(id + "/comm"), new byte[] {'t', (byte) 0xC3});
        }
        thread(4, "C2 CompilerThre", 'R');
        assertFalse(new CompilerThreads(tasks).awaitRest(SHORT));
    }

    @Test
    void restAsSoonAsTheyAreDone() throws Exception {
        thread(7, "C2 CompilerThre", 'R');
        Thread compiler =
                new Thread(
                        () -> {
                            try {
                                Thread.sleep(200);
                                thread(7, "C2 CompilerThre", 'S');
                            } catch (IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        compiler.start();
        assertTrue(new CompilerThreads(tasks).awaitRest(LONG));
        compiler.join();
    }

    @Test
    void areTakenToRestWhereNobodyListsThem() {
        assertTrue(new CompilerThreads(tasks.resolve("none")).awaitRest(LONG));
    }

    @Test
    void ofAnInterruptedThreadAreNotWaitedFor() throws Exception {
        thread(7, "C2 CompilerThre", 'R');
        Thread.currentThread().interrupt();
        assertFalse(new CompilerThreads(tasks).awaitRest(LONG));
        assertTrue(Thread.interrupted());
    }
}
