package org.vexhost.distribution.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.distribution.guest.GeneratedTool;

@DisplayName("A tools folder that is a link")
class LinkedFolderIT {

    private static final int CODE_BYTES = 1_500;

    @TempDir Path folder;

    /** As releases are switched: every release a folder, the current one a link. */
    @Test
    void isFollowedAlsoWhenItLeadsElsewhere() throws Exception {
        Path first = Files.createDirectories(folder.resolve("releases/1"));
        Path second = Files.createDirectories(folder.resolve("releases/2"));
        GeneratedTool both = new GeneratedTool("both", 1, CODE_BYTES);
        both.copyTo(first);
        new GeneratedTool("old", 1, CODE_BYTES).copyTo(first);
        GeneratedTool newer = new GeneratedTool("both", 2, CODE_BYTES);
        newer.copyTo(second);
        new GeneratedTool("new", 1, CODE_BYTES).copyTo(second);
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.createSymbolicLink(home.resolve("tools"), first);

        try (HostProcess host = HostProcess.start(home)) {
            host.awaitCall("both", "{}", reply -> reply.out().equals(both.answer("{}")));
            host.awaitCall("old", "{}");

            Files.createSymbolicLink(home.resolve("next"), second);
            Files.move(home.resolve("next"), home.resolve("tools"), StandardCopyOption.ATOMIC_MOVE);
            long end = System.nanoTime() + HostProcess.PATIENCE.toNanos();
            while (true) {
                // No call is lost on the way.
                Reply reply = host.call("both", "{}");
                if (reply.out().equals(newer.answer("{}"))) {
                    break;
                }
                assertEquals(both.answer("{}"), reply.out(), reply::toString);
                assertTrue(System.nanoTime() < end, "the new folder is not followed");
                Thread.sleep(5);
            }
            host.awaitCall("new", "{}");
            host.awaitCall("old", "{}", reply -> reply.status() == 3);

            // The folder that it leads to now is watched.
            GeneratedTool last = new GeneratedTool("both", 3, CODE_BYTES);
            last.moveTo(second);
            host.awaitCall("both", "{}", reply -> reply.out().equals(last.answer("{}")));
        }
    }
}
