package org.vexhost.benchmarks.jmh;

import java.nio.file.Path;
import org.vexhost.benchmarks.Guests;
import org.vexhost.benchmarks.Tools;
import org.vexhost.sandbox.WasmEngine;

/** Prepares a tool in a separate process, so that the next process finds it on disk. */
final class CacheFiller {

    private CacheFiller() {}

    public static void main(String[] words) throws Exception {
        try (WasmEngine engine = Tools.engine(Path.of(words[0]))) {
            Tools.tool(engine, words[1], Guests.tool(words[1])).close();
        }
    }
}
