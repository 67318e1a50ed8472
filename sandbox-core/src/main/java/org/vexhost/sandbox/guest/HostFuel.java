package org.vexhost.sandbox.guest;

import com.dylibso.chicory.wasm.WasmModule;
import org.vexhost.sandbox.binary.InitialState;
import org.vexhost.sandbox.snapshot.Snapshot;

/**
 * Computes the host fuel for the engine's own work, which is free in Wasmtime's schedule. A unit
 * represents at most about a microsecond. The amount of work that every small guest causes is free.
 */
final class HostFuel {

    /** Memory up to this size is free: 2 MiB. */
    static final long FREE_MEMORY_BYTES = 2L << 20;

    /** The number of further bytes of memory that cost one unit. */
    static final int MEMORY_BYTES_PER_UNIT = 1 << 10;

    /** The number of units up to which the other parts of an instance are free. */
    static final long FREE_INSTANCE_UNITS = 1_000;

    private static final int DATA_BYTES_PER_UNIT = 1 << 10;
    private static final int SEGMENTS_PER_UNIT = 8;
    private static final int ELEMENTS_PER_UNIT = 256;
    private static final int GLOBALS_PER_UNIT = 4;
    private static final int FUNCTIONS_PER_UNIT = 64;
    private static final int EXPORTS_PER_UNIT = 4;

    /** The number of pairs of imports that cost one unit. Linking compares all pairs of imports. */
    private static final int IMPORT_PAIRS_PER_UNIT = 64;

    private HostFuel() {}

    /** Returns the units for memory that grows. A new memory grows from size 0. */
    static long ofMemory(long beforeBytes, long afterBytes) {
        return beyondFree(afterBytes) - beyondFree(beforeBytes);
    }

    private static long beyondFree(long bytes) {
        return Math.max(0, bytes - FREE_MEMORY_BYTES) / MEMORY_BYTES_PER_UNIT;
    }

    /** Returns the units for creating an instance from a snapshot. */
    static long ofSnapshot(Snapshot snapshot) {
        long elements = snapshot.tableElements();
        long globals = snapshot.globalCount();
        long parts = elements / ELEMENTS_PER_UNIT + globals / GLOBALS_PER_UNIT;
        return ofMemory(0, snapshot.memory().sizeBytes())
                + Math.max(0, parts - FREE_INSTANCE_UNITS);
    }

    /** Returns the units for creating an instance of a module, without its memory. */
    static long ofInstance(WasmModule module, InitialState state) {
        long units = 0;
        for (InitialState.Data segment : state.data()) {
            units += segment.length() / DATA_BYTES_PER_UNIT;
        }
        long held = 0;
        for (InitialState.Elements segment : state.elements()) {
            if (segment.use() != InitialState.Use.DECLARATIVE) {
                held += segment.references().length;
            }
        }
        for (int i = 0; i < module.tableSection().tableCount(); i++) {
            held += module.tableSection().getTable(i).limits().min();
        }
        units += held / ELEMENTS_PER_UNIT;
        units += (state.data().size() + (long) state.elements().size()) / SEGMENTS_PER_UNIT;
        units += module.globalSection().globalCount() / GLOBALS_PER_UNIT;
        units += module.functionSection().functionCount() / FUNCTIONS_PER_UNIT;
        units += module.exportSection().exportCount() / EXPORTS_PER_UNIT;
        long imports = module.importSection().importCount();
        units += imports * imports / IMPORT_PAIRS_PER_UNIT;
        return Math.max(0, units - FREE_INSTANCE_UNITS);
    }
}
