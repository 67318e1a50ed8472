package org.vexhost.wasi.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vexhost.api.Grant;
import org.vexhost.sandbox.spi.GuestExitException;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.wasi.VexModule;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.cost.HostFuelRows.Preparation;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;
import org.vexhost.wasi.session.VexSession;

/** Arguments, environment, clocks, random bytes, sockets, polling and the log. */
final class ProcessRows extends RowGroup {

    ProcessRows() {
        processAndStrings();
        polling();
    }

    private void processAndStrings() {
        Preparation arguments =
                sandbox -> {
                    List<String> many = new ArrayList<>();
                    for (int i = 0; i < NAMES; i++) {
                        many.add("argument " + i);
                    }
                    sandbox.context.arguments = many;
                    return () -> {
                        check(sandbox.guest.call("args_get", Guest.DATA, BIG));
                    };
                };
        row("args_get", "2,000 arguments", arguments);
        row(
                "args_sizes_get",
                "2,000 arguments",
                sandbox -> {
                    arguments.prepare(sandbox);
                    return () -> sandbox.guest.call("args_sizes_get", Guest.RESULT, Guest.DATA);
                });
        Preparation environment =
                sandbox -> {
                    Map<String, String> many = new HashMap<>();
                    for (int i = 0; i < NAMES; i++) {
                        many.put("LONG_NAME_OF_A_VARIABLE_" + i, "value " + i);
                    }
                    sandbox.context.environment = many;
                    sandbox.context.grant(new Grant.Environment("LONG_*"));
                    return () -> check(sandbox.guest.call("environ_get", Guest.DATA, BIG));
                };
        row("environ_get", "2,000 variables", environment);
        row(
                "environ_sizes_get",
                "2,000 variables",
                sandbox -> {
                    environment.prepare(sandbox);
                    return () -> sandbox.guest.call("environ_sizes_get", Guest.RESULT, Guest.DATA);
                });
        simple("clock_res_get", "realtime", 0, Guest.RESULT);
        simple("clock_time_get", "realtime", 0, 1, Guest.RESULT);
        simple("clock_time_get", "monotonic", 1, 1, Guest.RESULT);
        simple("clock_time_get", "processor", 3, 1, Guest.RESULT);
        simple("clock_time_get", "no such clock", 9, 1, Guest.RESULT);
        simple("random_get", "8 bytes", Guest.DATA, 8);
        simple("random_get", "1 MiB", Guest.DATA, BIG);
        row(
                "random_get",
                "1 MiB of real entropy",
                sandbox -> {
                    sandbox.context.grant(new Grant.Cryptography());
                    return () -> sandbox.guest.call("random_get", Guest.DATA, BIG);
                });
        row(
                "random_get",
                "8 bytes of real entropy",
                sandbox -> {
                    sandbox.context.grant(new Grant.Cryptography());
                    return () -> sandbox.guest.call("random_get", Guest.DATA, 8);
                });
        row(
                "proc_exit",
                "which a call does once",
                sandbox ->
                        () -> {
                            try {
                                sandbox.guest.call("proc_exit", 1);
                            } catch (GuestExitException e) {
                                check(Errno.SUCCESS);
                            }
                        });
        simple("proc_raise", "a signal", 9);
        simple("sched_yield", "alone");
        for (String function : List.of("sock_accept", "sock_recv", "sock_send", "sock_shutdown")) {
            int count =
                    Map.of("sock_accept", 3, "sock_recv", 6, "sock_send", 5)
                            .getOrDefault(function, 2);
            simple(function, "of no socket", new long[count]);
        }
        row("vex.log", "a long line", sandbox -> log(sandbox, 8192));
        row("vex.log", "a short line", sandbox -> log(sandbox, 1));
    }

    private static CpuMeter.Work log(Sandbox sandbox, int length) {
        VexModule module = new VexModule();
        HostFunction<VexSession> function = module.functions().get(0);
        return () -> {
            // A call logs so many lines that are not dropped.
            VexSession session = module.open(sandbox.context);
            for (int i = 0; i < 1_000; i++) {
                function.body()
                        .call(session, sandbox.guest.memory, new long[] {1, Guest.DATA, length});
                sandbox.guest.guestFuel += 4;
            }
        };
    }

    private void polling() {
        row("poll_oneoff", "4,096 clocks that are due", sandbox -> poll(sandbox, 4096, 0));
        row("poll_oneoff", "a clock that is due", sandbox -> poll(sandbox, 1, 0));
        row("poll_oneoff", "4,096 outputs", sandbox -> poll(sandbox, 4096, 2));
        row("poll_oneoff", "4,096 inputs", sandbox -> poll(sandbox, 4096, 1));
    }

    private static CpuMeter.Work poll(Sandbox sandbox, int count, int type) {
        for (int i = 0; i < count; i++) {
            int at = BIG + 48 * i;
            sandbox.guest.memory.writeByte(at + 8, type);
            sandbox.guest.memory.writeInt(at + 16, type == 0 ? 1 : type == 2 ? 1 : 0);
        }
        return () -> check(sandbox.guest.call("poll_oneoff", BIG, 2 * BIG, count, Guest.RESULT));
    }
}
