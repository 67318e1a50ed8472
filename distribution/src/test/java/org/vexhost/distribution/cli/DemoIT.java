package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess.Reply;

@DisplayName("The demo")
class DemoIT {

    @TempDir Path folder;

    @Test
    void callsEveryExampleAndSaysWhatItTook() throws Exception {
        Reply reply = HostProcess.command("demo");
        assertEquals(0, reply.status(), () -> reply.out() + reply.err());
        for (String example :
                new String[] {
                    "csv-summary", "echo", "json-diff", "regex-extract", "text-stats", "word-index"
                }) {
            assertTrue(
                    Pattern.compile(
                                    "^"
                                            + example
                                            + " [0-9.]+: .*\\R  arguments .*\\R  result .*\\R"
                                            + "  used       fuel [0-9,]+, ",
                                    Pattern.MULTILINE)
                            .matcher(reply.out())
                            .find(),
                    () -> "no " + example + " in\n" + reply.out());
        }
        assertTrue(reply.out().contains("start to first answer, with "), reply::out);
        assertTrue(
                Pattern.compile(
                                "json-api: a request that is granted\\R  arguments .*\\R"
                                        + "  result .*\"status\":200.*\"askedWith\":\"Bearer \\*{45}\".*\\R"
                                        + "  server got Bearer demo-key-[0-9a-f-]{36}\\R")
                        .matcher(reply.out())
                        .find(),
                reply::out);
        assertTrue(
                Pattern.compile(
                                "json-api: a request that is not\\R  arguments .*\\R"
                                        + "  result .*\"errorCode\":-1")
                        .matcher(reply.out())
                        .find(),
                reply::out);
    }

    @Test
    void endsQuietlyAndLeavesNothingWhenItIsToldToEndAtAnyMoment() throws Exception {
        for (int delayMillis : new int[] {100, 300, 500, 700, 900, 1_200, 1_600, 2_200, 3_000}) {
            Path out = folder.resolve("out-" + delayMillis);
            Process process =
                    new ProcessBuilder(HostProcess.script(), "demo")
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .start();
            // It may end by itself, on a fast machine.
            boolean ignored = process.waitFor(delayMillis, TimeUnit.MILLISECONDS);
            process.destroy();
            assertTrue(process.waitFor(HostProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            String printed = Files.readString(out);
            if (EarlyEnd.was(process.exitValue(), printed)) {
                continue;
            }
            String what = delayMillis + " ms, " + process.exitValue() + ": " + printed;
            assertTrue(process.exitValue() == 0 || process.exitValue() == 143, what);
            assertFalse(printed.contains("Exception") || printed.contains("\tat "), what);
            assertFalse(printed.contains("vexhost: "), what);
            Matcher home = Pattern.compile("^home: (.*)$", Pattern.MULTILINE).matcher(printed);
            if (home.find()) {
                assertFalse(Files.exists(Path.of(home.group(1))), what);
                assertFalse(isRunningOn(home.group(1)), what);
            }
        }
    }

    private static boolean isRunningOn(String home) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .anyMatch(line -> line.contains(home));
    }
}
