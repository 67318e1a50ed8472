package org.vexhost.wasi.calls;

import static org.vexhost.sandbox.spi.GuestMemory.address;

import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.session.Clock;
import org.vexhost.wasi.session.FunctionList;
import org.vexhost.wasi.session.WasiSession;

/** The functions {@code clock_*}. */
final class Clocks {

    /** The coarsest resolution, in nanoseconds, of the operating systems on which Java runs. */
    private static final long REALTIME_RESOLUTION = 1_000;

    private static final long RESOLUTION = 1;

    private Clocks() {}

    static void addTo(FunctionList list) {
        list.dependingOn(Dependence.CLOCK);
        list.add("clock_res_get", "ii", Clocks::resolution);
        list.add("clock_time_get", "iIi", Clocks::time);
    }

    private static void resolution(WasiSession session, GuestMemory memory, long[] arguments) {
        long resolution =
                switch ((int) arguments[0]) {
                    case Clock.REALTIME -> REALTIME_RESOLUTION;
                    case Clock.MONOTONIC, Clock.PROCESS_CPU, Clock.THREAD_CPU -> RESOLUTION;
                    default -> throw Errno.INVAL.asException();
                };
        memory.writeLong(address(arguments[1]), resolution);
    }

    private static void time(WasiSession session, GuestMemory memory, long[] arguments) {
        Clock clock = session.clock();
        long time =
                switch ((int) arguments[0]) {
                    case Clock.REALTIME -> clock.realtime();
                    case Clock.MONOTONIC -> clock.monotonic();
                    case Clock.PROCESS_CPU, Clock.THREAD_CPU -> clock.cpu();
                    default -> throw Errno.INVAL.asException();
                };
        memory.writeLong(address(arguments[2]), time);
    }
}
