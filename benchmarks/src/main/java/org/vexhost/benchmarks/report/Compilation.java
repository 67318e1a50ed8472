package org.vexhost.benchmarks.report;

import java.nio.file.Path;
import java.util.List;
import org.vexhost.benchmarks.Tools;
import org.vexhost.sandbox.WasmEngine;

/**
 * Compiles a program in a fresh JVM, and prints the duration in nanoseconds. The caller measures
 * the processor time and the memory of the process.
 */
public final class Compilation {

    private Compilation() {}

    /**
     * Compiles a program.
     *
     * @param words the cache directory, the file of the program
     */
    public static void main(String[] words) throws Exception {
        try (WasmEngine engine = Tools.engine(Path.of(words[0]))) {
            long start = System.nanoTime();
            Tools.program(engine, Path.of(words[1]), List.of()).close();
            System.out.println(System.nanoTime() - start);
        }
    }
}
