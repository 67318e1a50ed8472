package org.vexhost.sandbox.compile;

import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.snapshot.Snapshot;

/**
 * A module that was validated, metered and compiled. Immutable and thread-safe; guests made from it
 * share nothing but code.
 */
public final class CompiledModule {

    /**
     * Units of call depth that a host gives by default. A call takes 40, and one more for each
     * local and operand: enough for more than 20,000 calls of small functions within each other.
     * Functions that call nothing take none unless they are very large. A thread that runs guests
     * needs 32 bytes of stack for each unit, and what host functions need.
     */
    public static final int DEFAULT_CALL_DEPTH = 1_000_000;

    private final ModuleFacts facts;
    private final Function<Instance, Machine> machines;
    private final int guestGlobals;
    private final int interpretedFunctions;
    private final Optional<String> warning;
    private final Initializers initializers;

    CompiledModule(
            ModuleFacts facts,
            WasmModule metered,
            Function<Instance, Machine> machines,
            int guestGlobals,
            int interpretedFunctions,
            Optional<String> warning) {
        this.facts = facts;
        this.machines = machines;
        this.guestGlobals = guestGlobals;
        this.interpretedFunctions = interpretedFunctions;
        this.warning = warning;
        this.initializers = Initializers.of(metered);
    }

    /** Returns what is known of the module as it came, without what metering added. */
    public ModuleFacts facts() {
        return facts;
    }

    /** Returns how many functions run in the interpreter. */
    public int interpretedFunctions() {
        return interpretedFunctions;
    }

    /**
     * Returns what whoever deploys the module should know of it: which functions are interpreted
     * although it was to be compiled, and why. Guest text in it is quoted.
     */
    public Optional<String> warning() {
        return warning;
    }

    /**
     * Makes a guest: memory, tables and globals of its own. Data is loaded and the start function
     * runs, on the guest's fuel; nothing else does. What an instance of more than usual size takes
     * is host fuel.
     *
     * @param imports host functions, one for each of {@link ModuleFacts#imports()}
     * @param options what the guest may use
     * @throws IllegalArgumentException when the declared minimum of memory or tables is over the
     *     limits
     * @throws GuestTrapException when a segment does not fit or the start function traps
     * @throws FuelExhaustedException when making the instance or its start function uses up the
     *     fuel
     */
    public GuestInstance instantiate(ImportValues imports, InstanceOptions options) {
        return create(imports, null, options);
    }

    /**
     * Makes a guest in the state that another one of this module had. No start function runs.
     *
     * @param imports as for {@link #instantiate}
     * @param snapshot of that other one, made under the same limits; see {@link #fits}
     * @param options what the guest may use
     * @throws FuelExhaustedException when making the instance uses up the fuel
     */
    public GuestInstance restore(ImportValues imports, Snapshot snapshot, InstanceOptions options) {
        return create(imports, snapshot, options);
    }

    private GuestInstance create(
            ImportValues imports, @Nullable Snapshot snapshot, InstanceOptions options) {
        return GuestInstance.create(
                machines, guestGlobals, initializers, imports, snapshot, options);
    }

    /**
     * Returns whether a snapshot can be of this module: its parts have sizes that parts of this
     * module can have, and its references lead to functions.
     *
     * @param maxMemoryBytes under which limit
     */
    public boolean fits(Snapshot snapshot, long maxMemoryBytes) {
        return new SnapshotCheck(facts, initializers, guestGlobals).fits(snapshot, maxMemoryBytes);
    }
}
