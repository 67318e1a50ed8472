package org.vexhost.wasi.calls;

import static org.vexhost.sandbox.spi.GuestMemory.address;

import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.session.FunctionList;
import org.vexhost.wasi.session.HostFuelCosts;
import org.vexhost.wasi.session.Strings;
import org.vexhost.wasi.session.WasiSession;

/** The functions {@code args_*} and {@code environ_*}. */
final class ArgumentsAndEnvironment {

    private ArgumentsAndEnvironment() {}

    static void addTo(FunctionList list) {
        list.dependingOn(Dependence.ARGUMENTS);
        list.add("args_sizes_get", "ii", ArgumentsAndEnvironment::argumentSizes);
        list.add("args_get", "ii", ArgumentsAndEnvironment::arguments);
        list.dependingOn(Dependence.ENVIRONMENT);
        list.add("environ_sizes_get", "ii", ArgumentsAndEnvironment::environmentSizes);
        list.add("environ_get", "ii", ArgumentsAndEnvironment::environment);
    }

    private static void argumentSizes(WasiSession session, GuestMemory memory, long[] arguments) {
        session.arguments().writeSizes(memory, address(arguments[0]), address(arguments[1]));
    }

    private static void arguments(WasiSession session, GuestMemory memory, long[] arguments) {
        use(session, session.arguments());
        session.arguments().write(memory, address(arguments[0]), address(arguments[1]));
    }

    private static void use(WasiSession session, Strings strings) {
        session.use(strings.strings().size() + strings.size() / HostFuelCosts.COPIED_BYTES);
    }

    private static void environmentSizes(
            WasiSession session, GuestMemory memory, long[] arguments) {
        session.environment().writeSizes(memory, address(arguments[0]), address(arguments[1]));
    }

    /**
     * Writes the environment. The guest has already read its size, so no variable can be left out.
     * If a variable is no longer granted, the function fails.
     */
    private static void environment(WasiSession session, GuestMemory memory, long[] arguments) {
        Strings environment = session.environment();
        use(session, environment);
        for (String name : environment.names()) {
            if (!Strings.covers(session.context().grants(), name)) {
                throw session.denied(
                        Strings.capability(name), Strings.subject(name), Errno.NOTCAPABLE);
            }
        }
        environment.write(memory, address(arguments[0]), address(arguments[1]));
    }
}
