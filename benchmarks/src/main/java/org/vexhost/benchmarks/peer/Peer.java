package org.vexhost.benchmarks.peer;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Runs cases on one runtime and prints a line of JSON for each, with the duration of every call and
 * the result.
 */
public final class Peer {

    private Peer() {}

    /**
     * Runs the cases of a file.
     *
     * @param words the runtime, the file of cases, and the milliseconds of warm-up and of measuring
     *     for each case
     */
    public static void main(String[] words) throws Exception {
        if (words.length != 4) {
            throw new IllegalArgumentException("usage: RUNTIME CASES WARMUP_MILLIS MEASURE_MILLIS");
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var clock = new Clock(nanos(words[2]), nanos(words[3]));
        try (Runner runner = runner(words[0])) {
            for (Case each : Case.read(Path.of(words[1]))) {
                Runner.Ready ready = ready(runner, each);
                long[] times =
                        each instanceof Case.Program
                                ? clock.measureWhenSteady(ready)
                                : clock.measure(ready);
                out.println(Report.line(each.name(), times, ready.answer()));
            }
        }
    }

    private static Runner.Ready ready(Runner runner, Case each) throws Exception {
        if (each instanceof Case.Kernel kernel) {
            return runner.kernel(kernel);
        }
        return each instanceof Case.Program program
                ? runner.program(program)
                : runner.tool((Case.ToolCase) each);
    }

    private static long nanos(String millis) {
        return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(millis));
    }

    private static Runner runner(String name) {
        return switch (name) {
            case "chicory" -> new ChicoryRunner();
            case "vexhost" -> new VexhostRunner(VexhostRunner.Way.DIRECT);
            case "executor" -> new VexhostRunner(VexhostRunner.Way.EXECUTOR);
            case "snapshot" -> new VexhostRunner(VexhostRunner.Way.SNAPSHOT);
            case "unmetered" -> new VexhostRunner(VexhostRunner.Way.UNMETERED);
            default -> throw new IllegalArgumentException("unknown runtime '" + name + "'");
        };
    }

    /** Renders one line of output. */
    private static final class Report {

        static String line(String name, long[] nanos, Runner.Answer answer) {
            return "{\"case\":"
                    + quote(name)
                    + ",\"nanos\":"
                    + Arrays.toString(nanos)
                    + ",\"result\":"
                    + quote(answer.result())
                    + ",\"fuel\":"
                    + answer.fuel()
                    + "}";
        }

        private static String quote(String text) {
            var quoted = new StringBuilder("\"");
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '"' || c == '\\') {
                    quoted.append('\\').append(c);
                } else if (c < ' ') {
                    quoted.append(String.format("\\u%04x", (int) c));
                } else {
                    quoted.append(c);
                }
            }
            return quoted.append('"').toString();
        }
    }
}
