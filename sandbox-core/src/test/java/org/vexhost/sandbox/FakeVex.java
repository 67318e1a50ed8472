package org.vexhost.sandbox;

import static org.vexhost.sandbox.spi.NumberType.F32;
import static org.vexhost.sandbox.spi.NumberType.F64;
import static org.vexhost.sandbox.spi.NumberType.I32;
import static org.vexhost.sandbox.spi.NumberType.I64;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.sandbox.spi.HostModule;
import org.vexhost.sandbox.spi.HostSession;

/** Host functions that misbehave. */
final class FakeVex implements HostModule<FakeVex.Session> {

    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    /** What {@code block} waits for, deaf to interruptions. */
    volatile CountDownLatch release = new CountDownLatch(1);

    /** Whether {@code sleep} and {@code block} wait for something outside. */
    volatile boolean outside;

    /** What a call does while it waits outside, for tests of waits inside waits. */
    volatile CallContext.OutsideWait<Long, InterruptedException> inside = () -> 0L;

    private final List<HostFunction<Session>> functions =
            List.of(
                    function(
                            "sleep",
                            (session, memory, arguments) ->
                                    outside(session, () -> sleep(arguments))),
                    function(
                            "block",
                            (session, memory, arguments) ->
                                    outside(session, () -> block(arguments))),
                    function("fail", FakeVex::fail),
                    function(
                            "fault",
                            (session, memory, arguments) -> memory.readInt(memory.size() - 3)),
                    new HostFunction<>(
                            "types",
                            List.of(I32, I64, F32, F64),
                            Optional.of(I64),
                            Optional.empty(),
                            FakeVex::types));

    @Override
    public String name() {
        return "vex";
    }

    @Override
    public List<HostFunction<Session>> functions() {
        return functions;
    }

    @Override
    public Session open(CallContext context) {
        opened.incrementAndGet();
        return new Session(closed, context);
    }

    record Session(AtomicInteger closed, CallContext context) implements HostSession {
        @Override
        public void close() {
            closed.incrementAndGet();
            throw new IllegalStateException("a session that fails to close");
        }
    }

    private static HostFunction<Session> function(String name, HostFunction.Body<Session> body) {
        return new HostFunction<>(name, List.of(I32), Optional.empty(), Optional.empty(), body);
    }

    private long outside(Session session, CallContext.OutsideWait<Long, InterruptedException> wait)
            throws InterruptedException {
        if (!outside) {
            return wait.await();
        }
        return session.context()
                .awaitOutside(() -> session.context().awaitOutside(inside) + wait.await());
    }

    private static long sleep(long[] arguments) throws InterruptedException {
        Thread.sleep(arguments[0]);
        return 0;
    }

    private long block(long[] arguments) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(arguments[0]);
        while (release.getCount() > 0 && System.nanoTime() - end < 0) {
            try {
                release.await(1, TimeUnit.MILLISECONDS);
            } catch (InterruptedException ignored) {
                // That is what makes it deaf.
            }
        }
        return 0;
    }

    private static long fail(Session session, GuestMemory memory, long[] arguments) {
        switch ((int) arguments[0]) {
            case 0 -> throw new IllegalStateException("host function is broken");
            case 1 -> throw new OutOfMemoryError("for tests");
            case 2 -> throw new NoClassDefFoundError("for tests");
            case 3 -> throw new IndexOutOfBoundsException("host function is broken");
            case 4 -> throw new AssertionError("for tests");
            case 5 -> throw new ArithmeticException("host function is broken");
            case 6 -> throw new OutOfMemoryError("Java heap space");
            default -> throw new IllegalArgumentException(Arrays.toString(arguments));
        }
    }

    private static long types(Session session, GuestMemory memory, long[] arguments) {
        boolean same =
                (int) arguments[0] == -1
                        && arguments[1] == -2
                        && Float.intBitsToFloat((int) arguments[2]) == 1.5f
                        && Double.longBitsToDouble(arguments[3]) == -2.5;
        return same ? 0x123456789abcdef0L : 0;
    }
}
