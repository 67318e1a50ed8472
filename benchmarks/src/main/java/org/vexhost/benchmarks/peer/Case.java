package org.vexhost.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One thing that every runtime does, read from a line of tab-separated words. */
sealed interface Case {

    /** What it is called in the report. */
    String name();

    /** The module that it runs. */
    Path module();

    /**
     * An exported function, called over and over on a module that computes.
     *
     * @param export the function
     * @param arguments its arguments, integers
     */
    record Kernel(String name, Path module, String export, List<Long> arguments) implements Case {}

    /**
     * One call of a tool of the {@code vex} interface, each on an instance of its own.
     *
     * @param input the file that holds the arguments
     */
    record ToolCase(String name, Path module, Path input) implements Case {}

    /** Reads the file that the driver wrote for all runtimes alike. */
    static List<Case> read(Path file) throws IOException {
        var cases = new ArrayList<Case>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split("\t", -1);
            Path module = Path.of(words[2]);
            switch (words[0]) {
                case "kernel" -> {
                    var arguments = new ArrayList<Long>();
                    for (int i = 4; i < words.length; i++) {
                        arguments.add(Long.valueOf(words[i]));
                    }
                    cases.add(new Kernel(words[1], module, words[3], List.copyOf(arguments)));
                }
                case "tool" -> cases.add(new ToolCase(words[1], module, Path.of(words[3])));
                default -> throw new IllegalArgumentException("unknown case '" + words[0] + "'");
            }
        }
        return List.copyOf(cases);
    }
}
