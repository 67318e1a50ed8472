package org.vexhost.distribution.admin.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameChannel;
import org.vexhost.distribution.protocol.FrameType;

@DisplayName("A request that finds no thread")
@Timeout(60)
class DispatcherTest {

    /** Serves nothing: it finds no thread to read the client's input. */
    private static final class NoReader implements Requests {

        @Override
        public void serve(
                Frame request,
                FrameChannel channel,
                Executor threads,
                Optional<UserPrincipal> user) {
            throw new RejectedExecutionException("no thread is free");
        }

        @Override
        public boolean isAnswering() {
            return false;
        }
    }

    @TempDir Path folder;

    private final Dispatcher dispatcher =
            new Dispatcher(
                    new NoReader(), new RequestThreads(), new Reserves(() -> true, () -> true));

    @Test
    void isRejectedAsOverloadedWhileTheHostRuns() throws Exception {
        try (dispatcher) {
            assertTrue(answer(FrameType.CALL).startsWith("UNAVAILABLE/OVERLOADED: "));
        }
    }

    @Test
    void isRejectedAsDrainingWhenTheHostEnds() throws Exception {
        dispatcher.close();
        for (FrameType type :
                new FrameType[] {
                    FrameType.CALL, FrameType.MCP, FrameType.STATUS, FrameType.COMMAND
                }) {
            assertEquals("UNAVAILABLE/DRAINING: host is going away\n5", answer(type));
        }
    }

    private String answer(FrameType type) throws Exception {
        Path socket = folder.resolve(type.name());
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            try (FrameChannel client =
                    new FrameChannel(SocketChannel.open(UnixDomainSocketAddress.of(socket)))) {
                dispatcher.dispatch(Frame.of(type, "x"), server.accept());
                String text = client.read().orElseThrow().text();
                return text + client.read().orElseThrow().exitStatus();
            }
        }
    }
}
