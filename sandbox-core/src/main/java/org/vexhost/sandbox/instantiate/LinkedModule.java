package org.vexhost.sandbox.instantiate;

import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vexhost.api.Capability;
import org.vexhost.api.MessageText;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.FunctionSignature;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.binary.NamedFunctions;
import org.vexhost.sandbox.compile.CompiledModule;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.hint.ImportHints;
import org.vexhost.sandbox.snapshot.Snapshot;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.sandbox.spi.HostModule;
import org.vexhost.sandbox.spi.NumberType;

/** A compiled module with its imported host functions. Immutable and thread-safe. */
public final class LinkedModule {

    private final CompiledModule compiled;
    private final ImportValues imports;
    private final NamedFunctions names;
    private final long minMemoryBytes;
    private final boolean exportsMemory;

    private LinkedModule(CompiledModule compiled, ImportValues imports, NamedFunctions names) {
        this.names = names;
        this.compiled = compiled;
        this.imports = imports;
        this.minMemoryBytes =
                facts().memory().map(memory -> (long) memory.minPages() << 16).orElse(0L);
        this.exportsMemory = Exports.hasMemory(facts());
    }

    /**
     * Checks that there is a host function for each import.
     *
     * @param facts the facts about the module
     * @param modules the available host functions
     * @param requested the capabilities that the tool requests
     * @throws InvalidModuleException if an import has no host function, has another type, or needs
     *     a capability that is not requested; the message names the first such import
     */
    public static void check(
            ModuleFacts facts, List<HostModule<?>> modules, Set<Capability> requested)
            throws InvalidModuleException {
        for (ModuleFacts.Import wanted : facts.imports()) {
            HostFunction<?> function = find(wanted, facts, modules);
            FunctionSignature offered = signature(function);
            if (!offered.equals(wanted.signature())) {
                throw new InvalidModuleException(
                        Reason.IMPORT_TYPE,
                        "import %s has the wrong type [is %s, must be %s]"
                                .formatted(quote(wanted), wanted.signature(), offered));
            }
            Optional<Capability> requires = function.requires();
            if (requires.isPresent() && !requested.contains(requires.get())) {
                throw new InvalidModuleException(
                        Reason.CAPABILITY_NOT_REQUESTED,
                        "import %s needs the capability '%s', which the tool does not request"
                                .formatted(quote(wanted), requires.get().key()));
            }
        }
    }

    /**
     * Links a module that was checked with the same host functions.
     *
     * @param compiled the module
     * @param names the names of the module's functions
     * @param modules the available host functions
     * @throws InvalidModuleException as {@link #check} does
     */
    public static LinkedModule link(
            CompiledModule compiled, NamedFunctions names, List<HostModule<?>> modules)
            throws InvalidModuleException {
        HostModule<?>[] all = modules.toArray(HostModule<?>[]::new);
        List<ImportFunction> functions = new ArrayList<>();
        for (ModuleFacts.Import wanted : compiled.facts().imports()) {
            HostFunction<?> function = find(wanted, compiled.facts(), modules);
            int module = indexOf(wanted, modules);
            functions.add(
                    new com.dylibso.chicory.runtime.HostFunction(
                            wanted.module(),
                            wanted.name(),
                            type(function),
                            new HostBinding(all, module, function)));
        }
        ImportFunction[] array = functions.toArray(ImportFunction[]::new);
        return new LinkedModule(compiled, ImportValues.builder().addFunction(array).build(), names);
    }

    /** Returns a warning for the operator who deploys the module, if there is one. */
    public Optional<String> warning() {
        return compiled.warning();
    }

    /** Begins to load classes; see {@link CompiledModule#beginLoading}. */
    public void beginLoading() {
        compiled.beginLoading();
    }

    /** Ends what {@link #beginLoading} began. */
    public void endLoading() {
        compiled.endLoading();
    }

    /** Returns whether Chicory's compiler took over, because our own failed. */
    public boolean isFallback() {
        return compiled.isFallback();
    }

    /** Returns the facts about the original module. */
    public ModuleFacts facts() {
        return compiled.facts();
    }

    /** Returns the names of the module's functions. */
    NamedFunctions names() {
        return names;
    }

    /** Returns the initial size of a guest's memory, in bytes. */
    public long minMemoryBytes() {
        return minMemoryBytes;
    }

    /** Returns whether host functions can access the guest's memory. */
    boolean exportsMemory() {
        return exportsMemory;
    }

    /** Creates a guest; see {@link CompiledModule#instantiate}. */
    GuestInstance instantiate(InstanceOptions options) {
        return compiled.instantiate(imports, options);
    }

    /** Creates a guest; see {@link CompiledModule#restore}. */
    GuestInstance restore(Snapshot snapshot, InstanceOptions options) {
        return compiled.restore(imports, snapshot, options);
    }

    /** Returns whether a snapshot can belong to this module; see {@link CompiledModule#fits}. */
    public boolean fits(Snapshot snapshot, long maxMemoryBytes) {
        return compiled.fits(snapshot, maxMemoryBytes);
    }

    private static HostFunction<?> find(
            ModuleFacts.Import wanted, ModuleFacts facts, List<HostModule<?>> modules)
            throws InvalidModuleException {
        int module = indexOf(wanted, modules);
        if (module >= 0) {
            return function(wanted.name(), modules.get(module)).orElseThrow();
        }
        boolean known = modules.stream().anyMatch(each -> each.name().equals(wanted.module()));
        throw new InvalidModuleException(
                Reason.UNKNOWN_IMPORT,
                "import %s is %s"
                        .formatted(quote(wanted), known ? "unknown" : "of an unknown module"),
                hint(wanted, facts, modules));
    }

    private static Optional<HostFunction<?>> function(String name, HostModule<?> module) {
        for (HostFunction<?> function : module.functions()) {
            if (function.name().equals(name)) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }

    private static String hint(
            ModuleFacts.Import wanted, ModuleFacts facts, List<HostModule<?>> modules) {
        List<String> siblings =
                facts.imports().stream()
                        .filter(each -> each.module().equals(wanted.module()))
                        .map(ModuleFacts.Import::name)
                        .toList();
        return ImportHints.of(
                wanted.module(),
                wanted.name(),
                MessageText.escape(wanted.name(), MessageText.MAX_QUOTED_LENGTH),
                modules.stream().map(HostModule::name).toList(),
                siblings);
    }

    /**
     * Returns the index of the module of host functions that has an imported function, or -1.
     * Several such modules may share a name, each with its own functions.
     */
    private static int indexOf(ModuleFacts.Import wanted, List<HostModule<?>> modules) {
        for (int i = 0; i < modules.size(); i++) {
            if (modules.get(i).name().equals(wanted.module())
                    && function(wanted.name(), modules.get(i)).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    private static String quote(ModuleFacts.Import wanted) {
        return MessageText.quote(wanted.module() + "." + wanted.name());
    }

    private static FunctionSignature signature(HostFunction<?> function) {
        return new FunctionSignature(
                function.parameters().stream().map(LinkedModule::binaryType).toList(),
                function.result().stream().map(LinkedModule::binaryType).toList());
    }

    private static org.vexhost.sandbox.binary.instruction.ValueType binaryType(NumberType type) {
        return org.vexhost.sandbox.binary.instruction.ValueType.valueOf(type.name());
    }

    private static FunctionType type(HostFunction<?> function) {
        return FunctionType.of(
                function.parameters().stream().map(LinkedModule::chicoryType).toList(),
                function.result().stream().map(LinkedModule::chicoryType).toList());
    }

    private static ValType chicoryType(NumberType type) {
        return switch (type) {
            case I32 -> ValType.I32;
            case I64 -> ValType.I64;
            case F32 -> ValType.F32;
            case F64 -> ValType.F64;
        };
    }
}
