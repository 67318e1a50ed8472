package org.vexhost.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One case that all runtimes run, read from a line of tab-separated words. */
sealed interface Case {

    /** The name in the report. */
    String name();

    /** The module of the case. */
    Path module();

    /**
     * Repeated calls of an exported function of a module that computes.
     *
     * @param export the function
     * @param arguments its arguments, integers
     */
    record Kernel(String name, Path module, String export, List<Long> arguments) implements Case {}

    /**
     * Calls of a tool of the {@code vex} interface, each on its own instance.
     *
     * @param input the file that holds the arguments
     */
    record ToolCase(String name, Path module, Path input) implements Case {}

    /**
     * Runs of a command, each on its own instance.
     *
     * @param arguments its arguments after the program's name
     * @param input the file that is its standard input
     */
    record Program(String name, Path module, List<String> arguments, Path input) implements Case {}

    /** Reads the file of cases, which the driver writes for all runtimes. */
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
                case "program" ->
                        cases.add(
                                new Program(
                                        words[1],
                                        module,
                                        arguments(Path.of(words[3])),
                                        Path.of(words[4])));
                default -> throw new IllegalArgumentException("unknown case '" + words[0] + "'");
            }
        }
        return List.copyOf(cases);
    }

    /** Reads arguments, each of which ends with a zero byte. */
    private static List<String> arguments(Path file) throws IOException {
        var arguments = new ArrayList<>(List.of(Files.readString(file).split("\0", -1)));
        arguments.remove(arguments.size() - 1);
        return List.copyOf(arguments);
    }
}
