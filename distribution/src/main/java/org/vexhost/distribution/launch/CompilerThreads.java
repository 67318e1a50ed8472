package org.vexhost.distribution.launch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The threads of HotSpot's compilers, as Linux lists them in {@code /proc/self/task}. On other
 * systems they are taken to rest.
 */
final class CompilerThreads {

    private static final int SAMPLES = 3;
    private static final long PAUSE_MILLIS = 10;

    private final Path tasks;

    /**
     * Creates a view of the threads of a process.
     *
     * @param tasks a folder with a folder for each thread, with the files {@code comm} and {@code
     *     stat}
     */
    CompilerThreads(Path tasks) {
        this.tasks = tasks;
    }

    /**
     * Waits until no compiler runs in some successive samples. Returns whether this happened in
     * time.
     */
    boolean awaitRest(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        int resting = 0;
        while (resting < SAMPLES) {
            resting = isAnyRunning() ? 0 : resting + 1;
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private boolean isAnyRunning() {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                if (isRunningCompiler(thread)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }

    private static boolean isRunningCompiler(Path thread) throws IOException {
        try {
            // Linux cuts names after 15 bytes.
            if (!Files.readString(thread.resolve("comm")).matches("C[12] CompilerThre\\s*")) {
                return false;
            }
            // The state follows the name, which is in parentheses.
            String stat = Files.readString(thread.resolve("stat"));
            return stat.startsWith(") R", stat.lastIndexOf(')'));
        } catch (NoSuchFileException e) {
            // The thread has ended.
            return false;
        }
    }
}
