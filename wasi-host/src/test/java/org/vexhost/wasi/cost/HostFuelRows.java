package org.vexhost.wasi.cost;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.helpers.NOPLogger;
import org.vexhost.sandbox.output.ToolLog;
import org.vexhost.wasi.kit.FakeContext;
import org.vexhost.wasi.kit.Sandbox;

/** What a guest can make each host function do that costs most for its fuel. */
final class HostFuelRows {

    private HostFuelRows() {}

    /** Prepares a guest, and tells what it does again and again. */
    interface Preparation {
        CpuMeter.Work prepare(Sandbox sandbox) throws Exception;
    }

    /** One way to use a function. */
    record Row(String function, String what, Preparation preparation) {

        double measure(CpuMeter meter, Path directory) throws Exception {
            try (Sandbox sandbox = Sandbox.in(directory)) {
                FakeContext context = sandbox.context;
                context.stdin = new Endless();
                ToolLog log = new ToolLog(NOPLogger.NOP_LOGGER, "call");
                context.stdout = log.stdout();
                context.stderr = log.stderr();
                CpuMeter.Work work = preparation.prepare(sandbox);
                return meter.microsPerUnit(
                        () -> {
                            context.denials.clear();
                            context.lines.clear();
                            work.run();
                        },
                        () -> sandbox.guest.guestFuel + context.hostFuel);
            }
        }

        String directory() {
            return function + Integer.toHexString(what.hashCode());
        }

        @Override
        public String toString() {
            return function + ", " + what;
        }
    }

    /** Standard input that does not end. */
    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return ' ';
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return length;
        }

        @Override
        public int available() {
            return RowGroup.BIG;
        }
    }

    static List<Row> all() {
        List<Row> all = new ArrayList<>();
        for (RowGroup group :
                List.of(new ProcessRows(), new FileRows(), new DirectoryRows(), new PathRows())) {
            all.addAll(group.rows());
        }
        return List.copyOf(all);
    }
}
