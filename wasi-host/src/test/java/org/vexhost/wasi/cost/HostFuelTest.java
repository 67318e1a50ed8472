package org.vexhost.wasi.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.wasi.VexModule;
import org.vexhost.wasi.WasiModule;

/**
 * No host function takes time on the processor out of proportion to the fuel that it costs, of the
 * guest and of the host together.
 */
class HostFuelTest {

    /** The aim is 1; this is for noise. */
    private static final double MAX_MICROS_PER_UNIT = 10;

    @TempDir Path base;

    @Test
    void everyFunctionHasARow() throws IOException {
        TreeSet<String> functions = new TreeSet<>();
        new WasiModule().functions().stream().map(HostFunction::name).forEach(functions::add);
        new VexModule().functions().forEach(each -> functions.add("vex." + each.name()));
        TreeSet<String> rows = new TreeSet<>();
        HostFuelRows.all().forEach(row -> rows.add(row.function()));
        assertEquals(functions, rows, "each host function needs a row in HostFuelRows");
    }

    @Test
    void timeIsInProportionToFuel() throws Exception {
        CpuMeter meter = new CpuMeter();
        List<String> dear = new ArrayList<>();
        for (HostFuelRows.Row row : HostFuelRows.all()) {
            double micros = row.measure(meter, base.resolve(row.directory()));
            if (Boolean.getBoolean("vexhost.cost.print")) {
                System.out.printf("%8.3f  %s%n", micros, row);
            }
            if (micros > MAX_MICROS_PER_UNIT) {
                dear.add("%s: %.1f µs for each unit of fuel".formatted(row, micros));
            }
        }
        assertTrue(dear.isEmpty(), () -> String.join("\n", dear));
    }
}
