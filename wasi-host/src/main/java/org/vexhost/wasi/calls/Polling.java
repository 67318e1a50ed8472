package org.vexhost.wasi.calls;

import static org.vexhost.sandbox.spi.GuestMemory.address;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.ErrnoException;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.fd.Descriptor;
import org.vexhost.wasi.fd.DirectoryDescriptor;
import org.vexhost.wasi.fd.FileDescriptor;
import org.vexhost.wasi.fd.Input;
import org.vexhost.wasi.fd.InputDescriptor;
import org.vexhost.wasi.fd.OutputDescriptor;
import org.vexhost.wasi.session.Clock;
import org.vexhost.wasi.session.FunctionList;
import org.vexhost.wasi.session.HostFuelCosts;
import org.vexhost.wasi.session.WasiSession;

/** The function {@code poll_oneoff}, which waits until one of several events has happened. */
final class Polling {

    /** The maximum number of subscriptions of one {@code poll_oneoff}. */
    static final int MAX_SUBSCRIPTIONS = 4096;

    private static final int EVENT_SIZE = 32;

    /**
     * The number of writable bytes that is reported for files and outputs. They accept any amount
     * of data.
     */
    private static final long ALWAYS_WRITABLE_BYTES = 65_536;

    private final WasiSession session;
    private final List<PollSubscription> subscriptions = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private long earliest = Long.MAX_VALUE;
    private @Nullable Input awaited;

    private record Event(PollSubscription of, Errno errno, long bytes) {}

    private Polling(WasiSession session) {
        this.session = session;
    }

    static void addTo(FunctionList list) {
        list.dependingOn(Dependence.CLOCK);
        list.add("poll_oneoff", "iiii", Polling::poll);
    }

    private static void poll(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        long in = address(arguments[0]);
        long out = address(arguments[1]);
        long count = address(arguments[2]);
        long result = address(arguments[3]);
        if (count == 0 || count > MAX_SUBSCRIPTIONS) {
            throw Errno.INVAL.asException();
        }
        memory.check(in, count * PollSubscription.SIZE);
        memory.check(out, count * EVENT_SIZE);
        memory.check(result, Integer.BYTES);
        session.use(count / HostFuelCosts.SUBSCRIPTIONS);
        byte[] bytes = new byte[(int) count * PollSubscription.SIZE];
        memory.read(in, bytes, 0, bytes.length);
        Polling polling = new Polling(session);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int offset = 0; offset < bytes.length; offset += PollSubscription.SIZE) {
            polling.subscriptions.add(PollSubscription.of(buffer, offset));
        }
        polling.run();
        memory.writeInt(result, polling.write(memory, out));
    }

    private void run() throws IOException, InterruptedException {
        session.checkAlive();
        long start = session.clock().monotonic();
        look(0);
        while (events.isEmpty()) {
            await(earliest);
            session.checkAlive();
            earliest = Long.MAX_VALUE;
            look(session.clock().monotonic() - start);
        }
    }

    /**
     * Checks which events have happened.
     *
     * @param elapsed the nanoseconds since {@code poll_oneoff} began
     */
    private void look(long elapsed) throws IOException, InterruptedException {
        for (PollSubscription each : subscriptions) {
            if (each.type() == PollSubscription.CLOCK) {
                lookAtClock(each, elapsed);
            } else {
                try {
                    lookAtDescriptor(each);
                } catch (ErrnoException e) {
                    events.add(new Event(each, e.errno(), 0));
                }
            }
        }
    }

    private void lookAtClock(PollSubscription subscription, long elapsed) {
        Optional<Long> left = left(subscription, elapsed);
        if (left.isEmpty()) {
            events.add(new Event(subscription, Errno.INVAL, 0));
        } else if (left.get() <= 0) {
            events.add(new Event(subscription, Errno.SUCCESS, 0));
        } else {
            earliest = Math.min(earliest, left.get());
        }
    }

    /** Returns the nanoseconds until the event; empty for a clock that does not support waiting. */
    private Optional<Long> left(PollSubscription subscription, long elapsed) {
        // A timeout of 2^63 or more is over 292 years, and is treated as the largest long.
        long timeout = subscription.timeout() < 0 ? Long.MAX_VALUE : subscription.timeout();
        Clock clock = session.clock();
        return switch (subscription.clock()) {
            case Clock.REALTIME ->
                    Optional.of(timeout - (subscription.isAbsolute() ? clock.realtime() : elapsed));
            case Clock.MONOTONIC ->
                    Optional.of(
                            timeout - (subscription.isAbsolute() ? clock.monotonic() : elapsed));
            default -> Optional.empty();
        };
    }

    private void lookAtDescriptor(PollSubscription subscription)
            throws IOException, InterruptedException {
        boolean reads = subscription.type() == PollSubscription.READ;
        Descriptor found = session.descriptor(subscription.fd());
        if (found instanceof DirectoryDescriptor) {
            throw Errno.BADF.asException();
        }
        found.require(Rights.POLL_FD_READWRITE | (reads ? Rights.FD_READ : Rights.FD_WRITE));
        if (found instanceof InputDescriptor input) {
            lookAtInput(subscription, input.input());
        } else if (found instanceof OutputDescriptor || !reads) {
            events.add(new Event(subscription, Errno.SUCCESS, ALWAYS_WRITABLE_BYTES));
        } else if (found instanceof FileDescriptor file) {
            long left = file.file().channel().size() - file.position();
            events.add(new Event(subscription, Errno.SUCCESS, Math.max(0, left)));
        }
    }

    private void lookAtInput(PollSubscription subscription, Input input)
            throws IOException, InterruptedException {
        if (session.isReady(input)) {
            events.add(new Event(subscription, Errno.SUCCESS, input.available()));
        } else {
            awaited = input;
        }
    }

    private void await(long nanos) throws IOException, InterruptedException {
        Input input = awaited;
        if (input == null) {
            session.clock().sleep(nanos, session);
        } else {
            input.await(Math.min(nanos, session.context().deadline().remainingNanos()));
        }
    }

    private int write(GuestMemory memory, long address) {
        long next = address;
        for (Event event : events) {
            memory.writeLong(next, event.of().userData());
            memory.writeShort(next + 8, event.errno().code());
            memory.writeShort(next + 10, event.of().type());
            memory.writeInt(next + 12, 0);
            memory.writeLong(next + 16, event.bytes());
            memory.writeLong(next + 24, 0);
            next += EVENT_SIZE;
        }
        return events.size();
    }
}
