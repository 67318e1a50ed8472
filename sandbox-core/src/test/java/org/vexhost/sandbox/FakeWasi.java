package org.vexhost.sandbox;

import static org.vexhost.sandbox.spi.GuestMemory.address;
import static org.vexhost.sandbox.spi.NumberType.I32;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestExitException;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.sandbox.spi.HostModule;
import org.vexhost.sandbox.spi.HostSession;
import org.vexhost.sandbox.spi.NumberType;

/** As much of WASI as the guests of these tests need. Counts its sessions. */
final class FakeWasi implements HostModule<FakeWasi.Session> {

    private static final int BADF = 8;

    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    private final List<HostFunction<Session>> functions =
            List.of(
                    new HostFunction<>(
                            "fd_write",
                            Collections.nCopies(4, I32),
                            Optional.of(I32),
                            Optional.empty(),
                            Dependence.NOTHING,
                            FakeWasi::write),
                    function("fd_read", 4, FakeWasi::read),
                    new HostFunction<>(
                            "proc_exit",
                            List.of(I32),
                            Optional.empty(),
                            Optional.empty(),
                            Dependence.NOTHING,
                            (session, memory, arguments) -> {
                                throw new GuestExitException((int) arguments[0]);
                            }));

    @Override
    public String name() {
        return "wasi_snapshot_preview1";
    }

    @Override
    public List<HostFunction<Session>> functions() {
        return functions;
    }

    @Override
    public Session open(CallContext context) {
        opened.incrementAndGet();
        return new Session(context, closed);
    }

    record Session(CallContext context, AtomicInteger closed) implements HostSession {
        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static HostFunction<Session> function(
            String name, int parameters, HostFunction.Body<Session> body) {
        List<NumberType> types = Collections.nCopies(parameters, I32);
        return new HostFunction<>(name, types, Optional.of(I32), Optional.empty(), body);
    }

    private static long write(Session session, GuestMemory memory, long[] arguments) {
        int fd = (int) arguments[0];
        if (fd != 1 && fd != 2) {
            return BADF;
        }
        var out = fd == 1 ? session.context().stdout() : session.context().stderr();
        long iovs = address(arguments[1]);
        int written = 0;
        for (long i = 0; i < address(arguments[2]); i++) {
            long from = address(memory.readInt(iovs + 8 * i));
            long length = address(memory.readInt(iovs + 8 * i + 4));
            memory.check(from, length);
            byte[] bytes = new byte[(int) length];
            memory.read(from, bytes, 0, bytes.length);
            try {
                out.write(bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            written += bytes.length;
        }
        memory.writeInt(address(arguments[3]), written);
        return 0;
    }

    private static long read(Session session, GuestMemory memory, long[] arguments) {
        if ((int) arguments[0] != 0) {
            return BADF;
        }
        long iovs = address(arguments[1]);
        int total = 0;
        for (long i = 0; i < address(arguments[2]); i++) {
            long to = address(memory.readInt(iovs + 8 * i));
            long length = address(memory.readInt(iovs + 8 * i + 4));
            memory.check(to, length);
            byte[] bytes = new byte[(int) length];
            try {
                int count = Math.max(0, session.context().stdin().read(bytes));
                memory.write(to, bytes, 0, count);
                total += count;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        memory.writeInt(address(arguments[3]), total);
        return 0;
    }
}
