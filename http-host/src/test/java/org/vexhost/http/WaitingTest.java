package org.vexhost.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;

@DisplayName("A guest that waits for a server")
@Timeout(60)
class WaitingTest {

    private final CountDownLatch header = new CountDownLatch(1);
    private final CountDownLatch body = new CountDownLatch(1);
    private final AtomicReference<Socket> connection = new AtomicReference<>();
    private final Server server;
    private final TestHost host;
    private final Guest guest;

    WaitingTest() throws Exception {
        server =
                Server.answering(
                        (head, socket, out) -> {
                            connection.set(socket);
                            header.await();
                            out.write(Server.bytes(Server.ok("Content-Length: 10")));
                            out.write(Server.bytes("hello"));
                            out.flush();
                            body.await();
                            out.write(Server.bytes("world"));
                        });
        host = new TestHost();
        guest = host.guest("t", new Grant.Network(server.origin("127.0.0.1")), TestHost.LOOPBACK);
    }

    @AfterEach
    void close() throws Exception {
        header.countDown();
        body.countDown();
        guest.close();
        host.close();
        server.close();
    }

    private interface Call {
        int result() throws Exception;
    }

    /** A call of a function that waits by now. */
    private CompletableFuture<Integer> waiting(Call call, AtomicReference<Thread> thread)
            throws Exception {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Thread made =
                new Thread(
                        () -> {
                            try {
                                result.complete(call.result());
                            } catch (Exception e) {
                                result.completeExceptionally(e);
                            }
                        });
        made.setDaemon(true);
        thread.set(made);
        made.start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (guest.context.waiting.get() == 0) {
            assertTrue(System.nanoTime() < end, "nothing waits");
            Thread.sleep(1);
        }
        return result;
    }

    private int begin() throws InterruptedException {
        return guest.get(server.origin("127.0.0.1") + "/");
    }

    private int read(int handle) throws InterruptedException {
        return (int) guest.call("http_read", handle, guest.memory.room(64), 3);
    }

    @Test
    void waitsOutsideForTheHeaderAndForTheBodyOnlyWhereItIsNotThere() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        int handle = begin();
        assertEquals(0, guest.call("http_wait", handle, 0));
        assertEquals(0, guest.context.waits.get());
        CompletableFuture<Integer> status = waiting(() -> guest.await(handle), thread);
        header.countDown();
        assertEquals(200, status.get(20, TimeUnit.SECONDS));
        assertEquals(1, guest.context.waits.get());
        assertEquals(200, guest.await(handle));
        assertEquals(1, guest.context.waits.get());

        int count = read(handle);
        int before = guest.context.waits.get();
        if (count == 3) {
            // What came with it is in a buffer: no wait.
            assertEquals(2, read(handle));
            assertEquals(before, guest.context.waits.get());
        }
        CompletableFuture<Integer> rest = waiting(() -> read(handle), thread);
        body.countDown();
        assertTrue(rest.get(20, TimeUnit.SECONDS) > 0);
    }

    @Test
    void isToldOfARevocationInEachWait() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Grants before = guest.context.grants;
        int handle = begin();
        CompletableFuture<Integer> status = waiting(() -> guest.await(handle), thread);
        guest.context.grants = Grants.none();
        assertEquals(-1, status.get(20, TimeUnit.SECONDS));
        guest.context.grants = before;
        header.countDown();
        int next = begin();
        assertEquals(200, guest.await(next), guest.error(next));
        CompletableFuture<Integer> part = waiting(() -> readAll(next), thread);
        guest.context.grants = Grants.none();
        assertEquals(-1, part.get(20, TimeUnit.SECONDS));
    }

    private int readAll(int handle) throws InterruptedException {
        int count = read(handle);
        while (count > 0) {
            count = read(handle);
        }
        return count;
    }

    @Test
    void endsWhenItsThreadIsInterruptedInEachWait() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        int handle = begin();
        CompletableFuture<Integer> status = waiting(() -> guest.await(handle), thread);
        thread.get().interrupt();
        Exception ended = assertThrows(Exception.class, () -> status.get(20, TimeUnit.SECONDS));
        assertEquals(InterruptedException.class, ended.getCause().getClass());
        header.countDown();
        assertEquals(200, guest.await(handle));
        CompletableFuture<Integer> part = waiting(() -> readAll(handle), thread);
        // The first bytes may still be on their way.
        thread.get().interrupt();
        ended = assertThrows(Exception.class, () -> part.get(20, TimeUnit.SECONDS));
        assertEquals(InterruptedException.class, ended.getCause().getClass());
        assertEquals(0, guest.context.waiting.get());
    }
}
