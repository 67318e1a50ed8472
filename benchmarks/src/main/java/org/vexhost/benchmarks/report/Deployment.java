package org.vexhost.benchmarks.report;

import java.nio.file.Path;
import org.vexhost.benchmarks.Guests;
import org.vexhost.benchmarks.Tools;
import org.vexhost.sandbox.WasmEngine;

/**
 * Prepares a tool once in a fresh JVM, and prints the duration in nanoseconds. If it runs twice
 * with one cache directory, the second run finds the code that the first one compiled.
 */
public final class Deployment {

    private Deployment() {}

    /**
     * Prepares a tool.
     *
     * @param words the cache directory, the tool
     */
    public static void main(String[] words) throws Exception {
        byte[] module = Guests.tool(words[1]);
        try (WasmEngine engine = Tools.engine(Path.of(words[0]))) {
            long start = System.nanoTime();
            Tools.tool(engine, words[1], module).close();
            System.out.println(System.nanoTime() - start);
        }
    }
}
