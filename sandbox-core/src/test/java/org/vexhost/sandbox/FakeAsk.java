package org.vexhost.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.sandbox.spi.HostModule;
import org.vexhost.sandbox.spi.HostSession;
import org.vexhost.sandbox.spi.NumberType;

/** A host function for each dependence, of its name; counts how often one runs. */
final class FakeAsk implements HostModule<FakeAsk.Session> {

    final AtomicInteger asked = new AtomicInteger();

    /** What the functions answer, and do. */
    volatile ToLongFunction<CallContext> answer = context -> 7;

    record Session(CallContext context) implements HostSession {
        @Override
        public void close() {
            // There is nothing to give back.
        }
    }

    @Override
    public String name() {
        return "ask";
    }

    @Override
    public List<HostFunction<Session>> functions() {
        return Arrays.stream(Dependence.values())
                .map(
                        dependence ->
                                new HostFunction<Session>(
                                        dependence.name(),
                                        List.of(),
                                        Optional.of(NumberType.I32),
                                        Optional.empty(),
                                        dependence,
                                        (session, memory, arguments) -> {
                                            asked.incrementAndGet();
                                            return answer.applyAsLong(session.context());
                                        }))
                .toList();
    }

    @Override
    public Session open(CallContext context) {
        return new Session(context);
    }

    /** Writes a line to the guest's standard output. */
    static void print(CallContext context, String line) {
        byte[] utf8 = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            context.stdout().write(utf8, 0, utf8.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
