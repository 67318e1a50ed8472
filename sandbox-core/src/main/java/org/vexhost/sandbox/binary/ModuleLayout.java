package org.vexhost.sandbox.binary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.instruction.Cursor;

/**
 * The positions of all parts of a scanned and validated module. It refers to the module's bytes and
 * does not copy them.
 *
 * <p>This class is long because each kind of section has its own data and accessors.
 */
public final class ModuleLayout {

    /**
     * A section.
     *
     * @param id its number in the binary format
     * @param from offset of its contents
     * @param to end of its contents
     */
    public record Section(int id, int from, int to) {}

    /**
     * The results of validating a function body.
     *
     * @param from offset of the body, which begins with its locals
     * @param code offset of its first instruction
     * @param to end of the body
     * @param locals the number of its locals, parameters included
     * @param maxOperands the largest number of operands on its stack
     * @param jvmBytes the estimated size of its JVM bytecode, in bytes
     * @param calls whether it contains any call
     * @param mayGrow whether it contains {@code memory.grow}
     * @param handsOn whether it makes tail calls to other functions, or through a table
     * @param repeats whether it makes tail calls to itself
     * @param vectorUnits additional units of call depth because of its vectors
     * @param exceptions the largest number of exception references in it at the same time
     */
    public record Body(
            int from,
            int code,
            int to,
            int locals,
            int maxOperands,
            int jvmBytes,
            boolean calls,
            boolean mayGrow,
            boolean handsOn,
            boolean repeats,
            int vectorUnits,
            int exceptions) {}

    /** A table: its element type and limits. */
    record TableType(byte type, long min, long max) {}

    /** A global. */
    record GlobalType(byte type, boolean mutable) {}

    /** An import of a function. */
    record FunctionImport(String module, String name) {}

    /** An export; {@code kind} is its number in the binary format. */
    record ExportEntry(String name, int kind, int index) {}

    private final byte[] bytes;
    private volatile byte @Nullable [] sha256;
    final List<Section> sections = new ArrayList<>();
    final List<FuncType> types = new ArrayList<>();
    final List<FunctionImport> imports = new ArrayList<>();
    final List<TableType> tables = new ArrayList<>();
    final List<GlobalType> globals = new ArrayList<>();
    final List<ExportEntry> exports = new ArrayList<>();
    final InitialState initial;
    final List<ModuleFacts.CustomSection> customSections = new ArrayList<>();
    int[] functionTypes = {};
    boolean[] referable = {};
    int[] bodyOffsets = {};

    /** Null if the code was not validated in this scan. */
    Body @Nullable [] bodies = {};

    int definedFunctions;
    boolean hasMemory;
    int memoryMin;
    long memoryMax = -1;
    boolean hasStart;
    int startFunction;
    int dataCount = -1;
    boolean growsMemory;
    boolean hasTailCalls;
    boolean hasVectors;
    boolean hasAtomics;

    /** The high halves of globals, in the form from which code is generated. */
    int[] highGlobals = {};

    boolean hasExceptions;
    final List<Integer> tags = new ArrayList<>();
    int codeBytes;
    long compileCost;

    ModuleLayout(byte[] bytes) {
        this.bytes = bytes;
        this.initial = new InitialState(bytes);
    }

    /** Copies a module; the copy has its own lists. */
    ModuleLayout(ModuleLayout other) {
        bytes = other.bytes;
        initial = other.initial;
        sections.addAll(other.sections);
        types.addAll(other.types);
        imports.addAll(other.imports);
        tables.addAll(other.tables);
        globals.addAll(other.globals);
        exports.addAll(other.exports);
        customSections.addAll(other.customSections);
        functionTypes = other.functionTypes;
        referable = other.referable;
        bodyOffsets = other.bodyOffsets;
        bodies = other.bodies;
        definedFunctions = other.definedFunctions;
        hasMemory = other.hasMemory;
        memoryMin = other.memoryMin;
        memoryMax = other.memoryMax;
        hasStart = other.hasStart;
        startFunction = other.startFunction;
        dataCount = other.dataCount;
        growsMemory = other.growsMemory;
        hasTailCalls = other.hasTailCalls;
        hasVectors = other.hasVectors;
        hasAtomics = other.hasAtomics;
        hasExceptions = other.hasExceptions;
        tags.addAll(other.tags);
        codeBytes = other.codeBytes;
        compileCost = other.compileCost;
    }

    /**
     * Scans and validates a module in one pass. Memory use is proportional to the parts that were
     * already accepted.
     *
     * @param bytes the module; it is not changed, and must not change while the layout is in use
     * @param limits the limits on the module
     * @throws InvalidModuleException if it is malformed, invalid, over a limit, or uses a feature
     *     that is not accepted
     */
    public static ModuleLayout of(byte[] bytes, ModuleLimits limits) throws InvalidModuleException {
        return of(bytes, limits, layout -> Optional.empty());
    }

    /**
     * Scans and validates a module whose code may have been validated before. If so, everything but
     * the code is validated again.
     *
     * @param bytes the module; it is not changed, and must not change while the layout is in use
     * @param limits the limits on the module
     * @param known returns what {@link #codeFacts} of the same module under the same limits
     *     returned; empty if its code must be validated. It gets this layout before its code is
     *     scanned.
     * @return a layout, which may lack the results of validating bodies: see {@link #hasBodies}
     * @throws InvalidModuleException as for {@link #of(byte[], ModuleLimits)}
     */
    public static ModuleLayout of(
            byte[] bytes, ModuleLimits limits, Function<ModuleLayout, Optional<CodeFacts>> known)
            throws InvalidModuleException {
        return new ModuleScan(bytes, limits, known).scan();
    }

    /** Returns whether {@link #body} and {@link #localTypes} have results. */
    public boolean hasBodies() {
        return bodies != null;
    }

    /** Returns what the validation of the code found. */
    public CodeFacts codeFacts() {
        return new CodeFacts(
                codeBytes,
                compileCost,
                growsMemory,
                hasTailCalls,
                hasVectors,
                hasAtomics,
                hasExceptions);
    }

    /** Returns the module's bytes. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the SHA-256 of the module's bytes. */
    public byte[] sha256() {
        byte[] known = sha256;
        if (known == null) {
            known = Digests.sha256().digest(bytes);
            sha256 = known;
        }
        return known.clone();
    }

    /** Returns the sections, in order. */
    public List<Section> sections() {
        return List.copyOf(sections);
    }

    /** Returns how many types there are. */
    public int typeCount() {
        return types.size();
    }

    /** Returns a type. */
    public FuncType type(int index) {
        return types.get(index);
    }

    /** Returns how many functions there are, imported ones included. */
    public int functionCount() {
        return functionTypes.length;
    }

    /** Returns how many functions are imported. */
    public int importedFunctions() {
        return imports.size();
    }

    /** Returns the type of a function. */
    public FuncType functionType(int function) {
        return types.get(functionTypes[function]);
    }

    /** Returns the index of the type of a function. */
    public int functionTypeIndex(int function) {
        return functionTypes[function];
    }

    /** Returns the functions that may be in a table, as indexes that include imported functions. */
    public BitSet referable() {
        BitSet functions = new BitSet(referable.length);
        for (int i = 0; i < referable.length; i++) {
            functions.set(i, referable[i]);
        }
        return functions;
    }

    /** Returns how many globals there are. */
    public int globalCount() {
        return globals.size();
    }

    /** Returns the code of the type of a global. */
    public byte globalType(int global) {
        return globals.get(global).type();
    }

    /** Returns the functions that the host may call: the exported ones and the start function. */
    public BitSet entries() {
        BitSet functions = new BitSet();
        for (ExportEntry export : exports) {
            if (export.kind() == 0) {
                functions.set(export.index());
            }
        }
        if (hasStart) {
            functions.set(startFunction);
        }
        return functions;
    }

    /** Returns the types of a function's locals, parameters first. */
    public byte[] localTypes(int defined) throws InvalidModuleException {
        Body body = body(defined);
        FuncType type = functionType(imports.size() + defined);
        byte[] local = new byte[body.locals()];
        int count = type.paramCount();
        for (int i = 0; i < count; i++) {
            local[i] = type.param(i);
        }
        Cursor cursor = new Cursor(bytes);
        cursor.select(body.from(), body.code());
        for (long groups = cursor.u32(); groups > 0; groups--) {
            int more = (int) cursor.u32();
            byte of = (byte) cursor.u8();
            Arrays.fill(local, count, count + more, of);
            count += more;
        }
        return local;
    }

    /** Returns the code of the element type of a table. */
    public byte tableType(int table) {
        return tables.get(table).type();
    }

    /** Returns how many tables there are. */
    public int tableCount() {
        return tables.size();
    }

    /** Returns the initial number of elements of a table. */
    public long tableMin(int table) {
        return tables.get(table).min();
    }

    /** Returns the maximum number of elements of a table, or -1. */
    public long tableMax(int table) {
        return tables.get(table).max();
    }

    /** Returns the initial state that the module declares. */
    public InitialState initialState() {
        return initial;
    }

    /** Returns how many elements a segment has. */
    public int elementCount(int segment) {
        return initial.elements().get(segment).references().length;
    }

    /** Returns whether the module has a memory. */
    public boolean hasMemory() {
        return hasMemory;
    }

    /** Returns whether any function makes tail calls. */
    public boolean hasTailCalls() {
        return hasTailCalls;
    }

    /** Returns whether the module has vectors anywhere. */
    public boolean hasVectors() {
        return hasVectors;
    }

    /** Returns whether any function has atomic instructions. */
    public boolean hasAtomics() {
        return hasAtomics;
    }

    /**
     * Returns the module in the form from which code is generated: in types and globals, each
     * vector is replaced by two 64-bit integers, low half first. The high halves of globals follow
     * all other globals. Do not query its bodies or the types of locals.
     */
    public ModuleLayout lowered() {
        return hasVectors ? Vectors.lower(this) : this;
    }

    /**
     * Returns the global that holds the high half of a vector global.
     *
     * @see #lowered()
     */
    public int highGlobal(int global) {
        return highGlobals[global];
    }

    /** Returns whether the module has tags or any other part of exception handling. */
    public boolean hasExceptions() {
        return hasExceptions;
    }

    /** Returns how many tags there are. */
    public int tagCount() {
        return tags.size();
    }

    /** Returns the type of a tag; its parameters are the payload of an exception. */
    public FuncType tagType(int tag) {
        return types.get(tags.get(tag));
    }

    /** Returns the largest number of 64-bit values in the payload of any tag. */
    public int maxPayload() {
        int most = 0;
        for (int type : tags) {
            most = Math.max(most, types.get(type).lowered().paramCount());
        }
        return most;
    }

    /**
     * Returns the body of a function that the module defines, by its index among those functions.
     *
     * @throws IllegalStateException if the code was not validated in this scan
     */
    public Body body(int defined) {
        if (bodies == null) {
            throw new IllegalStateException("code was not validated in this scan");
        }
        return bodies[defined];
    }

    /** Returns the offset of the body of a function that the module defines. */
    int bodyOffset(int defined) {
        return bodyOffsets[defined];
    }

    /** Returns how many functions the module defines. */
    public int bodyCount() {
        return definedFunctions;
    }

    /** Returns the facts that a host needs. */
    public ModuleFacts facts() {
        var imported = new ArrayList<ModuleFacts.Import>();
        for (int i = 0; i < imports.size(); i++) {
            FunctionImport entry = imports.get(i);
            imported.add(
                    new ModuleFacts.Import(
                            entry.module(), entry.name(), functionType(i).signature()));
        }
        var exported = new ArrayList<ModuleFacts.Export>();
        for (ExportEntry entry : exports) {
            ModuleFacts.ExportKind kind =
                    switch (entry.kind()) {
                        case 0 -> ModuleFacts.ExportKind.FUNCTION;
                        case 1 -> ModuleFacts.ExportKind.TABLE;
                        case 2 -> ModuleFacts.ExportKind.MEMORY;
                        case 4 -> ModuleFacts.ExportKind.TAG;
                        default -> ModuleFacts.ExportKind.GLOBAL;
                    };
            Optional<FunctionSignature> signature =
                    kind == ModuleFacts.ExportKind.FUNCTION
                            ? Optional.of(functionType(entry.index()).signature())
                            : Optional.empty();
            exported.add(new ModuleFacts.Export(entry.name(), kind, entry.index(), signature));
        }
        var tableFacts = new ArrayList<ModuleFacts.Table>();
        for (TableType table : tables) {
            tableFacts.add(
                    new ModuleFacts.Table(
                            table.min(),
                            table.max() < 0 ? Optional.empty() : Optional.of(table.max())));
        }
        Optional<ModuleFacts.Memory> memory =
                hasMemory
                        ? Optional.of(
                                new ModuleFacts.Memory(
                                        memoryMin,
                                        memoryMax < 0
                                                ? Optional.empty()
                                                : Optional.of((int) memoryMax)))
                        : Optional.empty();
        return new ModuleFacts(
                imported,
                exported,
                memory,
                tableFacts,
                customSections,
                hasStart,
                definedFunctions,
                codeBytes,
                compileCost);
    }
}
