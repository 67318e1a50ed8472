package org.vexhost.sandbox.guest;

import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.snapshot.Snapshot;

/**
 * One guest: an instance of a module with its own memory, tables, globals and fuel. Used by one
 * thread at a time.
 */
public final class GuestInstance implements AutoCloseable {

    private static final long[] NOTHING = {};

    private final Instance instance;
    private final FlatMemory memory;
    private final List<GuestTable> tables;

    private GuestInstance(Instance instance, FlatMemory memory, List<GuestTable> tables) {
        this.instance = instance;
        this.memory = memory;
        this.tables = tables;
    }

    public static GuestInstance create(
            Function<Instance, Machine> machines,
            int guestGlobals,
            Initializers initializers,
            ImportValues imports,
            @Nullable Snapshot snapshot,
            InstanceOptions options) {
        WasmModule module = snapshot == null ? initializers.module() : initializers.started();
        MemoryLimits declared = module.memorySection().orElseThrow().getMemory(0).limits();
        FlatMemory memory = memory(declared, guestGlobals, initializers, snapshot, options);
        var tables = new ArrayList<GuestTable>();
        try {
            Instance instance =
                    Instance.builder(module)
                            .withImportValues(imports)
                            .withMachineFactory(machines)
                            .withMemoryFactory(limits -> memory)
                            .withTableFactory(tableFactory(memory, tables, options))
                            .withGlobalFactory(new Globals(memory, guestGlobals))
                            .withInitialize(false)
                            .withStart(false)
                            .build();
            tables.forEach(table -> table.setOwner(instance));
            int depth = memory.depth;
            instance.initialize(false);
            memory.depth = depth;
            GuestInstance guest = new GuestInstance(instance, memory, tables);
            if (snapshot != null) {
                guest.restore(snapshot);
            }
            return guest;
        } catch (StackOverflowError | RuntimeException e) {
            memory.release();
            throw Traps.translate(e, memory);
        }
    }

    private static FlatMemory memory(
            MemoryLimits declared,
            int guestGlobals,
            Initializers initializers,
            @Nullable Snapshot snapshot,
            InstanceOptions options) {
        long allowed =
                Math.min(options.maxMemoryBytes() / Memory.PAGE_SIZE, Memory.RUNTIME_MAX_PAGES);
        if (declared.initialPages() > allowed) {
            throw new IllegalArgumentException(
                    "memory exceeds maxMemoryBytes of "
                            + options.maxMemoryBytes()
                            + " [requested "
                            + declared.initialPages() * (long) Memory.PAGE_SIZE
                            + "]");
        }
        int maxPages = (int) Math.min(allowed, declared.maximumPages());
        FlatMemory memory =
                new FlatMemory(
                        declared.initialPages(),
                        maxPages,
                        guestGlobals,
                        initializers,
                        snapshot,
                        options);
        memory.limitedByHost = allowed < declared.maximumPages();
        return memory;
    }

    private static com.dylibso.chicory.runtime.TableFactory tableFactory(
            FlatMemory memory, List<GuestTable> tables, InstanceOptions options) {
        var budget = new GuestTable.Budget(options.maxTableElements());
        return (table, initialValue) -> {
            var made = new GuestTable(table, initialValue, budget);
            if (tables.isEmpty()) {
                memory.table0 = made;
            }
            tables.add(made);
            return made;
        };
    }

    private void restore(Snapshot snapshot) {
        GlobalValues.restore(memory, snapshot);
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).restore(snapshot.table(i));
        }
        snapshot.droppedElements().stream().forEach(each -> instance.setElement(each, null));
    }

    /**
     * Returns the heap that a snapshot of this guest would occupy, in bytes. Must not be called
     * during a call of the guest.
     */
    public long snapshotBytes() {
        long elements = 0;
        for (GuestTable table : tables) {
            elements += table.size();
        }
        return Snapshot.heapBytes(memory.storedBytes(), GlobalValues.of(memory).length, elements);
    }

    /** Returns a copy of all state that this guest's instructions can observe. */
    public Snapshot snapshot() {
        BitSet droppedElements = new BitSet();
        int segments = instance.module().elementSection().elementCount();
        for (int i = 0; i < segments; i++) {
            droppedElements.set(i, instance.element(i) == null);
        }
        return new Snapshot(
                memory.image(),
                GlobalValues.of(memory),
                tables.stream().map(GuestTable::elements).toArray(int[][]::new),
                memory.droppedData(),
                droppedElements);
    }

    /** Returns the memory of the guest that called a host function. */
    public static FlatMemory memoryOf(Instance instance) {
        return (FlatMemory) instance.memory();
    }

    /** Returns the guest's memory. */
    public FlatMemory memory() {
        return memory;
    }

    /** Returns the guest's fuel. */
    public FuelGauge gauge() {
        return memory.gauge();
    }

    /** Returns this guest as an instance of Chicory. */
    public Instance instance() {
        return instance;
    }

    /** Returns whether the guest exports a function with the given name. */
    public boolean exportsFunction(String name) {
        var exports = instance.module().exportSection();
        for (int i = 0; i < exports.exportCount(); i++) {
            var export = exports.getExport(i);
            if (export.exportType() == ExternalType.FUNCTION && export.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Calls an exported function.
     *
     * @param name the name of the function
     * @param arguments the arguments, with floats as their bits
     * @return the results, with floats as their bits
     * @throws GuestTrapException if the guest traps
     * @throws FuelExhaustedException if the guest uses up its fuel
     */
    public long[] call(String name, long... arguments) {
        memory.trapped = false;
        memory.trace = null;
        memory.next = 0;
        // Compiled code passes its depth to callees, and does not restore the field when it
        // returns.
        int depth = memory.depth;
        try {
            long[] results = instance.export(name).apply(arguments);
            return results == null ? NOTHING : results;
        } catch (StackOverflowError | RuntimeException e) {
            throw Traps.translate(e, memory);
        } finally {
            memory.depth = depth;
        }
    }

    /** Gives the memory back to the pool. The guest cannot be used afterwards. */
    @Override
    public void close() {
        memory.release();
    }
}
