package org.vexhost.distribution.cli.doctor;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The maximum size of a host's heap.
 *
 * @param bytes size in bytes
 * @param source what sets the size: the running host, or a variable; empty for Java's default
 */
record HeapSize(long bytes, String source) {

    private static final String VARIABLE = "VEXHOST_JAVA_OPTS";

    private static final Pattern OPTION =
            Pattern.compile("(?:^|\\s)(?:-Xmx|-XX:MaxHeapSize=)(\\d{1,15})([kKmMgGtT]?)(?=\\s|$)");

    /**
     * Returns the heap of the running host, or else of the next host that starts. Without an
     * option, the next host has the same default heap as this process.
     */
    static HeapSize of(SeenHost host, Map<String, String> environment) {
        OptionalLong running = host.heapBytes();
        if (running.isPresent()) {
            return new HeapSize(running.getAsLong(), "the running host");
        }
        OptionalLong chosen = chosen(environment.getOrDefault(VARIABLE, ""));
        return chosen.isPresent()
                ? new HeapSize(chosen.getAsLong(), VARIABLE)
                : new HeapSize(Runtime.getRuntime().maxMemory(), "");
    }

    /**
     * Returns the size in the options of a JVM. If there are several sizes, the last one applies,
     * as in Java.
     */
    static OptionalLong chosen(String options) {
        OptionalLong heap = OptionalLong.empty();
        Matcher matcher = OPTION.matcher(options);
        while (matcher.find()) {
            int shift =
                    switch (matcher.group(2)) {
                        case "k", "K" -> 10;
                        case "m", "M" -> 20;
                        case "g", "G" -> 30;
                        case "t", "T" -> 40;
                        default -> 0;
                    };
            long number = Long.parseLong(matcher.group(1));
            boolean isTooLarge = number > (Long.MAX_VALUE >> shift);
            heap = OptionalLong.of(isTooLarge ? Long.MAX_VALUE : number << shift);
        }
        return heap;
    }
}
