package org.vexhost.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.vexhost.packages.Programs.Reply;

/** What the host of each package has to do. */
final class Life {

    private Life() {}

    /**
     * Starts a host, calls a tool, ends the host by SIGTERM; and again, with the archive of classes
     * that the first host wrote.
     */
    static void isLived(Form form, Path product, Path out) throws Exception {
        try (PackagedHost host = PackagedHost.start(form, out)) {
            host.deploy(product.resolve("examples/echo"));
            assertEchoes(host);
            assertRunsOnItsRuntime(host, form);
            assertFalse(host.usesOwnArchive());
            host.terminate();
        }
        assertHasNoSocket(form);
        try (PackagedHost host = PackagedHost.start(form, out)) {
            assertEchoes(host);
            assertRunsOnItsRuntime(host, form);
            assertTrue(host.usesOwnArchive(), () -> Programs.read(out));
            host.terminate();
        }
        assertHasNoSocket(form);
    }

    private static void assertEchoes(PackagedHost host) throws Exception {
        Reply reply = host.command("call", "--wait", "echo", "{\"n\":1}");
        assertEquals(new Reply(0, "{\"n\":1}"), reply);
    }

    private static void assertRunsOnItsRuntime(PackagedHost host, Form form) throws Exception {
        assertTrue(host.runs(form.runtime().resolve("bin/java")), "another Java");
        assertTrue(host.hasMapped("runtime/lib/server/classes.jsa"), "no archive of the JDK's");
    }

    private static void assertHasNoSocket(Form form) {
        assertFalse(Files.exists(form.home().resolve("run/vexhost.sock")));
    }
}
