package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess.Reply;

@DisplayName("What a tool was refused")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DenialsIT {

    private static final Path GUESTS = Path.of(System.getProperty("vexhost.test.guests", ""));
    private static final List<String> FUNCTIONS =
            List.of(
                    "path_create_directory",
                    "path_filestat_get",
                    "path_open",
                    "path_readlink",
                    "path_rename",
                    "path_unlink_file");

    @TempDir static Path folder;
    private HostProcess host;

    @BeforeAll
    void start() throws Exception {
        host = HostProcess.start(folder.resolve("home"));
    }

    @AfterAll
    void stop() throws Exception {
        host.close();
    }

    @Test
    void isCountedLoggedOnceAndShownWithTheGrantThatWouldAllowIt() throws Exception {
        host.deploy(GUESTS.resolve("every-error.wasm"), "curious.wasm");
        host.write(
                "curious.tool.json",
                HostProcess.descriptor("curious", "1.0.0", ", \"abi\": \"command\""));
        host.awaitCall("curious", "{}", answer -> answer.status() == 1);

        String once = host.shell("vex:denials curious").out();
        for (String function : FUNCTIONS) {
            assertTrue(count(once, function) > 1, once);
        }
        assertTrue(
                once.contains("to allow: vex:grant curious fileSystem /GUEST=/HOST/FOLDER:ro"),
                once);

        assertEquals(1, host.call("curious", "{}").status());
        String twice = host.shell("vex:denials curious").out();
        for (String function : FUNCTIONS) {
            assertEquals(2 * count(once, function), count(twice, function), twice);
            assertEquals(
                    1, host.awaitLog("Tool 'curious' was refused " + function).size(), function);
        }
    }

    /** The number in the third column of a function's row. */
    private static long count(String table, String function) {
        return table.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 2 && words[0].equals(function))
                .mapToLong(words -> Long.parseLong(words[2]))
                .sum();
    }

    @Test
    void isNothingForAToolThatAsksForNothing() throws Exception {
        host.deployExample("echo");
        host.awaitCall("echo", "{}");
        Reply reply = host.shell("vex:denials echo");
        assertEquals(new Reply(0, "Tool 'echo' was denied nothing", ""), reply);
        assertTrue(host.shell("vex:denials nobody").status() != 0);
    }
}
