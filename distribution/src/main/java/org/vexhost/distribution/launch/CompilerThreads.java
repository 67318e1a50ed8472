package org.vexhost.distribution.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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
            if (System.nanoTime() - end > 0) {
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

    private static boolean isRunningCompiler(Path thread) {
        try {
            // Linux cuts names after 15 bytes.
            String name = read(thread.resolve("comm"));
            if (!name.startsWith("C1 CompilerThre") && !name.startsWith("C2 CompilerThre")) {
                return false;
            }
            // The state follows the name, which is in parentheses.
            String stat = read(thread.resolve("stat"));
            return stat.startsWith(") R", stat.lastIndexOf(')'));
        } catch (IOException e) {
            // The thread has ended.
            return false;
        }
    }

    /** Reads a file in which any bytes may be, since a thread's name is cut anywhere. */
    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
