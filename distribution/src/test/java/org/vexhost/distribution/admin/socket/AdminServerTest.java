package org.vexhost.distribution.admin.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameChannel;
import org.vexhost.distribution.protocol.FrameType;
import org.vexhost.distribution.protocol.Handshake;

@DisplayName("The admin socket")
@Timeout(120)
class AdminServerTest {

    private static final int MANY = 300;
    private static final int HANDLES = 20;

    @TempDir Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean handlesAreLeft = new AtomicBoolean(true);
    private final AtomicBoolean threadsAreLeft = new AtomicBoolean(true);

    /** Echoes; a call waits until it is released. */
    private final List<Optional<String>> users = new CopyOnWriteArrayList<>();

    private final class Echo implements Requests {

        @Override
        public void serve(
                Frame request, FrameChannel channel, Executor threads, Optional<UserPrincipal> user)
                throws IOException {
            users.add(user.map(UserPrincipal::getName));
            switch (request.text()) {
                case "memory" -> throw new OutOfMemoryError("for a test");
                case "defect" -> throw new IllegalStateException("for a test");
                default -> {
                    if (request.type() == FrameType.CALL) {
                        await();
                    }
                }
            }
            channel.write(Frame.of(FrameType.OUTPUT, request.text()));
            channel.write(Frame.exit(0));
        }

        private void await() {
            waiting.incrementAndGet();
            try {
                boolean ignored = release.await(100, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public boolean isAnswering() {
            return false;
        }
    }

    private void start(UnaryOperator<AdminServer.Acceptor> between) throws IOException {
        open.add(
                AdminServer.open(
                        folder.resolve("sock"),
                        "test",
                        new Echo(),
                        between,
                        new Reserves(handlesAreLeft::get, threadsAreLeft::get)));
    }

    private SocketChannel connect() throws IOException {
        SocketChannel client =
                SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("sock")));
        open.add(0, client);
        return client;
    }

    private FrameChannel greet() throws IOException {
        FrameChannel channel = new FrameChannel(connect());
        channel.write(Handshake.of("test").toFrame());
        Handshake.receive(channel).requireSameProtocol();
        return channel;
    }

    private FrameChannel send(FrameType type, String text) throws IOException {
        FrameChannel channel = greet();
        channel.write(Frame.of(type, text));
        return channel;
    }

    /** The answer, its parts divided by a bar. */
    private static String answer(FrameChannel channel) throws IOException {
        StringBuilder all = new StringBuilder();
        for (var frame = channel.read(); frame.isPresent(); frame = channel.read()) {
            all.append(
                    frame.get().type() == FrameType.EXIT
                            ? "|" + frame.get().exitStatus()
                            : frame.get().text().strip());
        }
        return all.toString();
    }

    @AfterEach
    void close() throws Exception {
        release.countDown();
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void saysWhoseClientItIs() throws Exception {
        start(next -> next);
        try (FrameChannel client = send(FrameType.COMMAND, "hello")) {
            assertEquals("hello|0", answer(client));
        }
        assertEquals(List.of(Optional.of(System.getProperty("user.name"))), users);
    }

    @Test
    void sleepsWithoutClientsAndCountsTimeWithThem() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        start(
                next ->
                        () -> {
                            steps.incrementAndGet();
                            return next.accept();
                        });
        assertEquals("hello|0", answer(send(FrameType.STATUS, "hello")));
        // The steps that belong to the request end; a pending tick may follow.
        Thread.sleep(2_000);
        int before = steps.get();
        Thread.sleep(2_500);
        assertEquals(before, steps.get());
        SocketChannel silent = connect();
        int connected = steps.get();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (steps.get() < connected + 3 && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertTrue(steps.get() >= connected + 3, () -> steps + " steps");
        assertTrue(silent.isOpen());
    }

    @Test
    void outlivesWhateverAcceptingThrows() throws Exception {
        List<Throwable> failures =
                new ArrayList<>(
                        List.of(
                                new IOException("Too many open files"),
                                new IOException("Too many open files"),
                                new OutOfMemoryError("unable to create native thread"),
                                new IllegalStateException("for a test")));
        start(
                next ->
                        () -> {
                            if (!failures.isEmpty()) {
                                Throwable failure = failures.remove(0);
                                if (failure instanceof IOException e) {
                                    throw e;
                                }
                                if (failure instanceof Error e) {
                                    throw e;
                                }
                                throw (RuntimeException) failure;
                            }
                            return next.accept();
                        });
        assertEquals("hello|0", answer(send(FrameType.STATUS, "hello")));
        assertTrue(failures.isEmpty());
    }

    @Test
    void outlivesWhateverARequestThrows() throws Exception {
        start(next -> next);
        for (FrameType type : List.of(FrameType.STATUS, FrameType.COMMAND, FrameType.CALL)) {
            assertEquals("", answer(send(type, "defect")), type::name);
            assertTrue(answer(send(type, "memory")).startsWith("UNAVAILABLE/"), type::name);
        }
        assertEquals("hello|0", answer(send(FrameType.STATUS, "hello")));
        assertEquals("hello|0", answer(send(FrameType.COMMAND, "hello")));
    }

    @Test
    void servesOthersWhileHundredsOfClientsSayNothing() throws Exception {
        start(next -> next);
        for (int i = 0; i < MANY; i++) {
            connect();
        }
        for (int i = 0; i < MANY; i++) {
            greet();
        }
        assertEquals("hello|0", answer(send(FrameType.STATUS, "hello")));
        assertEquals("hello|0", answer(send(FrameType.COMMAND, "hello")));
        release.countDown();
        assertEquals("hello|0", answer(send(FrameType.CALL, "hello")));
    }

    @Test
    void keepsPlacesForOperatorsAndRejectsCallsWithAReason() throws Exception {
        start(next -> next);
        List<FrameChannel> calls = new ArrayList<>();
        for (int i = 0; i < RequestThreads.MAX_CALLS; i++) {
            calls.add(send(FrameType.CALL, "call"));
        }
        while (waiting.get() < RequestThreads.MAX_CALLS) {
            Thread.sleep(5);
        }
        assertEquals(
                "UNAVAILABLE/OVERLOADED: host exceeded the maximum of 256 calls; try again later|5",
                answer(send(FrameType.CALL, "one more")));
        assertEquals("hello|0", answer(send(FrameType.STATUS, "hello")));
        assertEquals("hello|0", answer(send(FrameType.COMMAND, "hello")));
        release.countDown();
        for (FrameChannel call : calls) {
            assertEquals("call|0", answer(call));
        }
    }

    @Test
    void leavesFileHandlesForTheHostsOwnWorkWhileThereAreManyCalls() throws Exception {
        start(next -> next);
        List<FrameChannel> calls = new ArrayList<>();
        for (int i = 0; i < FileReserve.FEW_CLIENTS; i++) {
            calls.add(send(FrameType.CALL, "call"));
        }
        while (waiting.get() < FileReserve.FEW_CLIENTS) {
            Thread.sleep(5);
        }
        handlesAreLeft.set(false);
        assertEquals(
                "UNAVAILABLE/OVERLOADED: host has no file handles left for calls; try again later|5",
                answer(send(FrameType.CALL, "one more")));
        assertEquals("hello|0", answer(send(FrameType.COMMAND, "hello")));
        handlesAreLeft.set(true);
        FrameChannel last = send(FrameType.CALL, "last");
        release.countDown();
        calls.add(last);
        assertEquals("last|0", answer(last));
        for (FrameChannel call : calls.subList(0, calls.size() - 1)) {
            assertEquals("call|0", answer(call));
        }
    }

    @Test
    void leavesTheLastThreadToOperators() throws Exception {
        start(acceptor -> acceptor);
        threadsAreLeft.set(false);
        assertEquals(
                "UNAVAILABLE/OVERLOADED: host has no threads left for calls; try again later|5",
                answer(send(FrameType.CALL, "hello")));
        assertEquals("hello|0", answer(send(FrameType.COMMAND, "hello")));
        threadsAreLeft.set(true);
        release.countDown();
        assertEquals("hello|0", answer(send(FrameType.CALL, "hello")));
    }

    /** A silent client's handle is free for the next one at once, not only after a pause. */
    @Test
    void takesTheHandlesOfSilentClientsForTheNext() throws Exception {
        List<SocketChannel> accepted = new ArrayList<>();
        AtomicInteger failures = new AtomicInteger();
        start(
                next ->
                        () -> {
                            // As the system does: a handle is taken until a selector lets go of it.
                            accepted.removeIf(each -> !each.isOpen() && !each.isRegistered());
                            if (accepted.size() >= HANDLES) {
                                failures.incrementAndGet();
                                throw new IOException("Too many open files");
                            }
                            SocketChannel client = next.accept();
                            if (client != null) {
                                accepted.add(client);
                            }
                            return client;
                        });
        for (int i = 0; i < 3 * HANDLES; i++) {
            connect();
        }
        assertEquals("hello|0", answer(send(FrameType.STATUS, "hello")));
        // One failure for each client above; the try that follows it finds a handle.
        assertTrue(failures.get() > HANDLES, () -> failures + " failures");
        assertTrue(failures.get() < 3 * HANDLES, () -> failures + " failures");
    }

    @Test
    void tellsAClientThatSpeaksAnotherProtocol() throws Exception {
        start(next -> next);
        FrameChannel channel = new FrameChannel(connect());
        channel.write(new Handshake(99, "future").toFrame());
        Handshake ignored = Handshake.receive(channel);
        assertEquals("vexhost future speaks version 99 of the protocol, not 1|2", answer(channel));
    }

    @Test
    void tellsAClientWhoseUserCannotBeReadThatItIsNotItsFault() throws Exception {
        start(next -> next);
        Peers peers = Peers.ownerOf(folder.resolve("sock"));
        SocketChannel client = connect();
        assertEquals("Optional.empty", peers.rejection(client).toString());
        client.close();
        String reason = peers.rejection(client).orElseThrow();
        assertTrue(reason.startsWith("host cannot tell which user you are ["), reason);
    }
}
