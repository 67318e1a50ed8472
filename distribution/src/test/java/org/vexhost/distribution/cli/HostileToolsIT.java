package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexhost.distribution.cli.HostProcess.Reply;

@DisplayName("A hostile tool gets an error of its own, and the next call of every tool works")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileToolsIT {

    @TempDir static Path folder;
    private HostProcess host;

    @BeforeAll
    void start() throws Exception {
        host = HostProcess.start(folder.resolve("home"));
        host.deployExample("echo");
        host.awaitCall("echo", "{}");
    }

    @AfterAll
    void stop() throws Exception {
        host.close();
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "loop-br, 4, TIMEOUT/FUEL",
        "loop-memory-grow, 4, TIMEOUT/FUEL",
        "recurse-direct, 1, EXECUTION_FAILED/CALL_DEPTH",
        "loop-table-grow, 4, TIMEOUT/FUEL",
        "output-11-mib, 1, EXECUTION_FAILED/OUTPUT_TOO_LARGE",
        "output-text, 1, EXECUTION_FAILED/INVALID_OUTPUT",
        "output-pointer-outside, 1, EXECUTION_FAILED/OUT_OF_BOUNDS",
        "trap-unreachable, 1, EXECUTION_FAILED/TRAP",
    })
    void isStopped(String guest, int status, String error) throws Exception {
        host.deployModule(guest, Files.readAllBytes(HostProcess.HOSTILE.resolve(guest + ".wasm")));
        Reply reply =
                host.awaitCall(guest, "{}", answer -> answer.status() != 3 && answer.status() != 5);

        assertEquals(status, reply.status(), reply::err);
        assertTrue(reply.err().startsWith(error + ": "), reply::err);
        assertTrue(reply.err().contains("'" + guest + "'"), reply::err);
        assertEquals(1, reply.err().lines().count(), reply::err);

        assertEquals(new Reply(0, "{\"a\":1}", ""), host.call("echo", "{\"a\":1}"));
        assertEquals(reply.status(), host.call(guest, "{}").status());
    }
}
