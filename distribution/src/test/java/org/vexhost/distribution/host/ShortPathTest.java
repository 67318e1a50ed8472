package org.vexhost.distribution.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A path for a socket")
class ShortPathTest {

    @TempDir Path folder;

    @Test
    void isItselfWhereItIsShort() throws Exception {
        Path socket = Path.of("/srv/vexhost/run/vexhost.sock");
        try (ShortPath path = ShortPath.to(socket)) {
            assertEquals(socket, path.path());
        }
    }

    @Test
    void leadsToTheSamePlaceWhereItIsLongAndLeavesNothingBehind() throws Exception {
        Path run = Files.createDirectories(folder.resolve("long-".repeat(30)).resolve("run"));
        Path socket = run.resolve("vexhost.sock");
        Path alias;
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            try (ShortPath path = ShortPath.to(socket)) {
                alias = path.path();
                assertTrue(alias.toString().length() <= ShortPath.MAX_BYTES);
                server.bind(UnixDomainSocketAddress.of(alias));
            }
            assertTrue(Files.exists(socket));
            assertFalse(Files.exists(alias.getParent().getParent()));
            try (ShortPath path = ShortPath.to(socket);
                    SocketChannel client =
                            SocketChannel.open(UnixDomainSocketAddress.of(path.path()))) {
                assertTrue(client.isConnected());
            }
        }
    }
}
