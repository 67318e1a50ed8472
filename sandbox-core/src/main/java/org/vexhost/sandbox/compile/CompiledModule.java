package org.vexhost.sandbox.compile;

import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.guest.FuelExhaustedException;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.Initializers;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.SnapshotCheck;
import org.vexhost.sandbox.snapshot.Snapshot;

/**
 * A validated, metered and compiled module, from which guests are created. The guests share nothing
 * but code. Immutable and thread-safe.
 */
public final class CompiledModule {

    private final ModuleFacts facts;
    private final Function<Instance, Machine> machines;
    private final int guestGlobals;
    private final int interpretedFunctions;
    private final Optional<String> warning;
    private final boolean isFallback;
    private final Initializers initializers;

    /** Empty if all classes are already loaded. */
    private final Optional<Preload> preload;

    /** Creates a module from our own compiler. */
    CompiledModule(
            ModuleLayout layout,
            WasmModule skeleton,
            Function<Instance, Machine> machines,
            int guestGlobals,
            Optional<Preload> preload) {
        this(layout, skeleton, machines, guestGlobals, 0, Optional.empty(), preload);
    }

    /** Creates a module from Chicory's compiler. */
    CompiledModule(
            ModuleLayout layout,
            WasmModule metered,
            Function<Instance, Machine> machines,
            int guestGlobals,
            int interpretedFunctions,
            Optional<String> warning) {
        this(
                layout,
                metered,
                machines,
                guestGlobals,
                interpretedFunctions,
                warning,
                Optional.empty());
    }

    private CompiledModule(
            ModuleLayout layout,
            WasmModule metered,
            Function<Instance, Machine> machines,
            int guestGlobals,
            int interpretedFunctions,
            Optional<String> warning,
            Optional<Preload> preload) {
        this.preload = preload;
        this.facts = layout.facts();
        this.machines = machines;
        this.guestGlobals = guestGlobals;
        this.interpretedFunctions = interpretedFunctions;
        this.warning = warning;
        this.isFallback = false;
        this.initializers =
                Initializers.of(metered, layout.initialState(), layout.codeFacts().growsMemory());
    }

    private CompiledModule(CompiledModule fallback, String reason) {
        this.facts = fallback.facts;
        this.machines = fallback.machines;
        this.guestGlobals = fallback.guestGlobals;
        this.interpretedFunctions = fallback.interpretedFunctions;
        this.warning =
                Optional.of(fallback.warning.map(more -> reason + "; " + more).orElse(reason));
        this.isFallback = true;
        this.preload = fallback.preload;
        this.initializers = fallback.initializers;
    }

    /**
     * Returns this module with the warning that it was compiled by Chicory's compiler.
     *
     * @param fault what our own compiler threw
     */
    CompiledModule asFallback(Throwable fault) {
        return new CompiledModule(
                this,
                "calls may be slow, because the host's compiler has a fault [%s]; please report it"
                        .formatted(fault.getClass().getSimpleName()));
    }

    /**
     * Begins to load the classes that a run will probably need, if the module comes from a cache
     * and an earlier run was recorded. Otherwise, begins to record the classes. Returns
     * immediately.
     */
    public void beginLoading() {
        preload.ifPresent(Preload::begin);
    }

    /** Ends what {@link #beginLoading} began; call it at the end of the run. */
    public void endLoading() {
        preload.ifPresent(Preload::end);
    }

    /** Returns whether Chicory's compiler took over, because our own failed. */
    public boolean isFallback() {
        return isFallback;
    }

    /** Returns the facts about the original module, without the additions of metering. */
    public ModuleFacts facts() {
        return facts;
    }

    /** Returns the number of functions that run in the interpreter. */
    public int interpretedFunctions() {
        return interpretedFunctions;
    }

    /**
     * Returns a warning for the operator who deploys the module. The warning says that our compiler
     * failed, or which functions of a compiled module are interpreted, and why. Guest text in the
     * warning is quoted.
     */
    public Optional<String> warning() {
        return warning;
    }

    /**
     * Creates a guest with its own memory, tables and globals: loads the segments and runs the
     * start function. The start function uses the guest's fuel. Creating an unusually large
     * instance also uses host fuel.
     *
     * @param imports the host functions, one for each of {@link ModuleFacts#imports()}
     * @param options the limits of the guest
     * @throws IllegalArgumentException if the declared minimum of memory or tables exceeds the
     *     limits
     * @throws GuestTrapException if a segment does not fit or the start function traps
     * @throws FuelExhaustedException if creating the instance, or its start function, uses up the
     *     fuel
     */
    public GuestInstance instantiate(ImportValues imports, InstanceOptions options) {
        return create(imports, null, options);
    }

    /**
     * Creates a guest in the state of a snapshot of this module. The start function does not run.
     *
     * @param imports the host functions, as for {@link #instantiate}
     * @param snapshot a snapshot that was taken under the same limits; see {@link #fits}
     * @param options the limits of the guest
     * @throws FuelExhaustedException if creating the instance uses up the fuel
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
     * Returns whether a snapshot can belong to this module: its parts have sizes that this module
     * allows, and its references refer to functions.
     *
     * @param maxMemoryBytes the limit on memory, in bytes
     */
    public boolean fits(Snapshot snapshot, long maxMemoryBytes) {
        return new SnapshotCheck(facts, initializers, guestGlobals).fits(snapshot, maxMemoryBytes);
    }
}
