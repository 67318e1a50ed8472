package org.vexhost.examples.checks;

import java.util.List;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.sandbox.spi.HostModule;
import org.vexhost.wasi.WasiModule;
import org.vexhost.wasi.session.WasiSession;

/**
 * WASI with clocks that stand still and entropy that is all zeros, as where the fuel of the
 * examples was recorded: a language runtime that looks at either would use other fuel each time.
 */
final class StillWasi implements HostModule<WasiSession> {

    private static final long BADF = 8;

    private final WasiModule wasi = new WasiModule();
    private final List<HostFunction<WasiSession>> functions;

    StillWasi(long clockNanos) {
        functions =
                wasi.functions().stream()
                        .map(
                                function ->
                                        switch (function.name()) {
                                            case "clock_time_get" ->
                                                    with(
                                                            function,
                                                            (session, memory, arguments) ->
                                                                    time(
                                                                            memory,
                                                                            arguments,
                                                                            clockNanos));
                                            case "random_get" ->
                                                    with(
                                                            function,
                                                            (session, memory, arguments) ->
                                                                    zeros(memory, arguments));
                                            case "fd_fdstat_set_flags" ->
                                                    with(
                                                            function,
                                                            (session, memory, arguments) -> BADF);
                                            default -> function;
                                        })
                        .toList();
    }

    private static HostFunction<WasiSession> with(
            HostFunction<WasiSession> function, HostFunction.Body<WasiSession> body) {
        return new HostFunction<>(
                function.name(),
                function.parameters(),
                function.result(),
                function.requires(),
                body);
    }

    private static long time(GuestMemory memory, long[] arguments, long nanos) {
        memory.writeLong(GuestMemory.address(arguments[2]), nanos);
        return 0;
    }

    private static long zeros(GuestMemory memory, long[] arguments) {
        int length = Math.toIntExact(GuestMemory.address(arguments[1]));
        memory.write(GuestMemory.address(arguments[0]), new byte[length], 0, length);
        return 0;
    }

    @Override
    public String name() {
        return wasi.name();
    }

    @Override
    public List<HostFunction<WasiSession>> functions() {
        return functions;
    }

    @Override
    public WasiSession open(CallContext context) {
        return wasi.open(context);
    }
}
