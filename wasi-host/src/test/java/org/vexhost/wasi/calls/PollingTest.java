package org.vexhost.wasi.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Deadline;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;

@Timeout(30)
class PollingTest {

    private static final int IN = 100_000;
    private static final int OUT = 1_000_000;

    @TempDir Path base;
    private Sandbox sandbox;
    private Guest guest;
    private int count;

    @BeforeEach
    void open() throws IOException {
        sandbox = Sandbox.in(base);
        guest = sandbox.guest;
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private void clock(long user, int clock, long timeout, int flags) {
        int at = subscription(user, 0);
        guest.memory.writeInt(at + 16, clock);
        guest.memory.writeLong(at + 24, timeout);
        guest.memory.writeShort(at + 40, flags);
    }

    private void descriptor(long user, int type, int fd) {
        guest.memory.writeInt(subscription(user, type) + 16, fd);
    }

    private int subscription(long user, int type) {
        int at = IN + 48 * count++;
        guest.memory.writeLong(at, user);
        guest.memory.writeLong(at + 8, type);
        return at;
    }

    private Errno poll() {
        return guest.call("poll_oneoff", IN, OUT, count, Guest.RESULT);
    }

    private String event(int index) {
        int at = OUT + 32 * index;
        return guest.memory.readLong(at)
                + ":"
                + Guest.errno(guest.memory.readByte(at + 8))
                + ":"
                + guest.memory.readByte(at + 10)
                + ":"
                + guest.memory.readLong(at + 16);
    }

    @Test
    void aTimeoutIsWaitedFor() {
        clock(7, 1, 30_000_000, 0);
        long start = System.nanoTime();

        assertEquals(Errno.SUCCESS, poll());
        assertTrue(System.nanoTime() - start >= 30_000_000);
        assertEquals(1, guest.resultInt());
        assertEquals("7:SUCCESS:0:0", event(0));
    }

    @Test
    void theEarliestTimeoutEndsIt() {
        clock(1, 0, -1, 0);
        clock(2, 1, 10_000_000, 0);
        clock(3, 1, 3_600_000_000_000L, 0);

        assertEquals(Errno.SUCCESS, poll());
        assertEquals(1, guest.resultInt());
        assertEquals("2:SUCCESS:0:0", event(0));
    }

    @Test
    void timesOfAClockArePossible() {
        guest.call("clock_time_get", 0, 0, Guest.RESULT);
        clock(1, 0, guest.resultLong() + 5_000_000, 1);
        clock(2, 0, 1, 1);

        assertEquals(Errno.SUCCESS, poll());
        assertEquals(1, guest.resultInt());
        assertEquals("2:SUCCESS:0:0", event(0));
    }

    @Test
    void whatIsReadyIsToldAtOnce() throws IOException {
        sandbox.file("file", "12345");
        int fd = guest.opened(Guest.ROOT, "file", 0, Rights.FILE);
        clock(1, 1, 3_600_000_000_000L, 0);
        descriptor(2, 2, 1);
        descriptor(3, 1, fd);
        descriptor(4, 2, fd);
        descriptor(5, 1, 0);

        assertEquals(Errno.SUCCESS, poll());
        assertEquals(4, guest.resultInt());
        assertEquals("2:SUCCESS:2:65536", event(0));
        assertEquals("3:SUCCESS:1:5", event(1));
        assertEquals("4:SUCCESS:2:65536", event(2));
        assertEquals("5:SUCCESS:1:0", event(3));
    }

    @Test
    void badDescriptorsAreEventsOfTheirOwn() {
        descriptor(1, 1, 99);
        descriptor(2, 1, 1);
        descriptor(3, 1, Guest.ROOT);
        clock(4, 9, 1, 0);

        assertEquals(Errno.SUCCESS, poll());
        assertEquals(4, guest.resultInt());
        assertEquals("1:BADF:1:0", event(0));
        assertEquals("2:NOTCAPABLE:1:0", event(1));
        assertEquals("3:BADF:1:0", event(2));
        assertEquals("4:INVAL:0:0", event(3));
    }

    @Test
    void inputThatComesLaterIsWaitedFor() throws Exception {
        PipedOutputStream writer = new PipedOutputStream();
        sandbox.context.stdin = new PipedInputStream(writer);
        Thread late = sender(writer);
        descriptor(1, 1, 0);
        clock(2, 1, 20_000_000_000L, 0);

        assertEquals(Errno.SUCCESS, poll());
        assertEquals("1:SUCCESS:1:1", event(0));
        assertEquals("x", guest.read(0, 10));
        late.interrupt();
        late.join();
    }

    /** Sends a byte some time later, and nothing more until the thread is interrupted. */
    private static Thread sender(PipedOutputStream writer) {
        Thread late =
                new Thread(
                        () -> {
                            try {
                                Thread.sleep(50);
                                writer.write('x');
                                writer.flush();
                                Thread.sleep(20_000);
                            } catch (IOException | InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        late.start();
        return late;
    }

    @Test
    void deterministicPollSeesInputThatComesLater() throws Exception {
        PipedOutputStream writer = new PipedOutputStream();
        sandbox.context.stdin = new PipedInputStream(writer);
        sandbox.context.isDeterministic = true;
        descriptor(1, 1, 0);
        clock(2, 1, 0, 0);
        Thread late = sender(writer);

        assertEquals(Errno.SUCCESS, poll());
        assertEquals(2, guest.resultInt());
        assertEquals("1:SUCCESS:1:1", event(0));
        late.interrupt();
        late.join();
    }

    @Test
    void deterministicReadSeesInputThatComesLater() throws Exception {
        PipedOutputStream writer = new PipedOutputStream();
        sandbox.context.stdin = new PipedInputStream(writer);
        sandbox.context.isDeterministic = true;
        guest.call("fd_fdstat_set_flags", 0, Flags.FD_NONBLOCK);
        Thread late = sender(writer);

        assertEquals("x", guest.read(0, 10));
        late.interrupt();
        late.join();
    }

    @Test
    void inputThatDoesNotComeEndsInTime() throws Exception {
        sandbox.context.stdin = new PipedInputStream(new PipedOutputStream());
        descriptor(1, 1, 0);
        clock(2, 1, 20_000_000L, 0);

        assertEquals(Errno.SUCCESS, poll());
        assertEquals(1, guest.resultInt());
        assertEquals("2:SUCCESS:0:0", event(0));
        guest.call("fd_fdstat_set_flags", 0, Flags.FD_NONBLOCK);
        assertEquals("AGAIN", guest.read(0, 10));
    }

    @Test
    void waitingAndReadingEndAtTheDeadline() throws Exception {
        sandbox.context.stdin = new PipedInputStream(new PipedOutputStream());
        sandbox.context.deadline = Deadline.after(Duration.ofMillis(50));
        clock(1, 1, -1, 0);
        long start = System.nanoTime();

        assertThrows(
                InterruptedException.class,
                () -> guest.callInterruptibly("poll_oneoff", IN, OUT, 1, Guest.RESULT));
        sandbox.context.deadline = Deadline.after(Duration.ofMillis(50));
        guest.iovec(Guest.DATA, 1);
        assertThrows(
                InterruptedException.class,
                () -> guest.callInterruptibly("fd_read", 0, Guest.IOVEC, 1, Guest.RESULT));
        assertTrue(System.nanoTime() - start < 5_000_000_000L);
    }

    @Test
    void waitingEndsWhenInterrupted() {
        clock(1, 1, -1, 0);
        Thread.currentThread().interrupt();

        assertThrows(
                InterruptedException.class,
                () -> guest.callInterruptibly("poll_oneoff", IN, OUT, 1, Guest.RESULT));
        assertEquals(false, Thread.interrupted());
    }

    @Test
    void subscriptionsAreBounded() {
        for (int i = 0; i < Polling.MAX_SUBSCRIPTIONS; i++) {
            clock(i, 1, 0, 0);
        }
        assertEquals(Errno.SUCCESS, poll());
        assertEquals(Polling.MAX_SUBSCRIPTIONS, guest.resultInt());
        clock(0, 1, 0, 0);
        assertEquals(Errno.INVAL, poll());
        count = 0;
        assertEquals(Errno.INVAL, poll());
        assertEquals(Errno.INVAL, guest.call("poll_oneoff", IN, OUT, 0xFFFF_FFFFL, Guest.RESULT));
        subscription(1, 3);
        assertEquals(Errno.INVAL, poll());
        assertEquals(
                Errno.FAULT,
                guest.call("poll_oneoff", IN, guest.memory.size() - 31, 1, Guest.RESULT));
    }

    @Test
    void deterministicSleepTakesNoTime() {
        sandbox.context.isDeterministic = true;
        clock(1, 0, 3_600_000_000_000L, 0);
        long start = System.nanoTime();

        assertEquals(Errno.SUCCESS, poll());
        assertTrue(System.nanoTime() - start < 10_000_000_000L);
        guest.call("clock_time_get", 1, 0, Guest.RESULT);
        assertEquals(3_601_000_000_000L, guest.resultLong());
    }
}
