package org.vexhost.wasi.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.cost.HostFuelRows.Preparation;
import org.vexhost.wasi.cost.HostFuelRows.Row;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;

/** Rows of functions that are alike, and what they share. */
abstract class RowGroup {

    static final int BIG = 1 << 20;
    static final int NAMES = 2_000;
    static final int FILE_RIGHTS = (int) Rights.FILE;
    private final List<Row> rows = new ArrayList<>();

    /** What this group measures. */
    final List<Row> rows() {
        return List.copyOf(rows);
    }

    void row(String function, String what, Preparation preparation) {
        rows.add(new Row(function, what, preparation));
    }

    /** A row that needs nothing but arguments. */
    void simple(String function, String what, long... arguments) {
        row(function, what, sandbox -> () -> sandbox.guest.call(function, arguments));
    }

    static int file(Sandbox sandbox, int size) throws IOException {
        Files.write(sandbox.inside.resolve("file"), new byte[size]);
        return sandbox.guest.opened(Guest.ROOT, "file", 0, FILE_RIGHTS);
    }

    static void fill(Sandbox sandbox) throws IOException {
        for (int i = 0; i < NAMES; i++) {
            sandbox.file("name " + i, "");
        }
    }

    static void check(Errno errno) {
        if (errno != Errno.SUCCESS) {
            throw new AssertionError("function answered " + errno);
        }
    }
}
