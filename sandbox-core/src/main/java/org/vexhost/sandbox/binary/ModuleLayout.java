package org.vexhost.sandbox.binary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.vexhost.sandbox.InvalidModuleException;

/**
 * Where everything is in a module that was scanned and validated. Refers to the bytes, copies none.
 */
public final class ModuleLayout {

    /**
     * A section.
     *
     * @param id its number in the format
     * @param from offset of its contents
     * @param to end of its contents
     */
    public record Section(int id, int from, int to) {}

    /**
     * What validation found out about a function body.
     *
     * @param from offset of the body, its locals first
     * @param code offset of its first instruction
     * @param to end of the body
     * @param locals how many locals it has, parameters included
     * @param maxOperands most operands on its stack at once
     * @param jvmBytes estimate of what it needs as JVM bytecode
     * @param calls whether it calls anything
     * @param mayGrow whether it grows the memory itself
     * @param handsOn whether it makes tail calls of other functions, or by table
     * @param repeats whether it makes tail calls of itself
     * @param vectorUnits units of call depth that it takes more because it has vectors
     * @param exceptions how many references to exceptions it may hold at once, at most
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

    /** An export, its kind as in the format. */
    record ExportEntry(String name, int kind, int index) {}

    /** An element segment. */
    record ElementSegment(byte type, boolean passive, int count) {}

    private final byte[] bytes;
    final List<Section> sections = new ArrayList<>();
    final List<FuncType> types = new ArrayList<>();
    final List<FunctionImport> imports = new ArrayList<>();
    final List<TableType> tables = new ArrayList<>();
    final List<GlobalType> globals = new ArrayList<>();
    final List<ExportEntry> exports = new ArrayList<>();
    final List<ElementSegment> elements = new ArrayList<>();
    final List<ModuleFacts.CustomSection> customSections = new ArrayList<>();
    int[] functionTypes = {};
    boolean[] referable = {};
    Body[] bodies = {};
    int definedFunctions;
    boolean hasMemory;
    int memoryMin;
    long memoryMax = -1;
    boolean hasStart;
    int startFunction;
    int dataCount = -1;
    int dataSegments;
    boolean hasTailCalls;
    boolean hasVectors;

    /** The high halves of globals, in a module as it is generated. */
    int[] highGlobals = {};

    boolean hasExceptions;
    final List<Integer> tags = new ArrayList<>();
    int codeBytes;
    long compileCost;

    ModuleLayout(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies a module, with lists of its own. */
    ModuleLayout(ModuleLayout other) {
        bytes = other.bytes;
        sections.addAll(other.sections);
        types.addAll(other.types);
        imports.addAll(other.imports);
        tables.addAll(other.tables);
        globals.addAll(other.globals);
        exports.addAll(other.exports);
        elements.addAll(other.elements);
        customSections.addAll(other.customSections);
        functionTypes = other.functionTypes;
        referable = other.referable;
        bodies = other.bodies;
        definedFunctions = other.definedFunctions;
        hasMemory = other.hasMemory;
        memoryMin = other.memoryMin;
        memoryMax = other.memoryMax;
        hasStart = other.hasStart;
        startFunction = other.startFunction;
        dataCount = other.dataCount;
        dataSegments = other.dataSegments;
        hasTailCalls = other.hasTailCalls;
        hasVectors = other.hasVectors;
        hasExceptions = other.hasExceptions;
        tags.addAll(other.tags);
        codeBytes = other.codeBytes;
        compileCost = other.compileCost;
    }

    /**
     * Scans and validates a module in one pass, allocating in proportion to what is accepted.
     *
     * @param bytes the module; not changed, and not to be changed while the layout is in use
     * @param limits what it may cost
     * @throws InvalidModuleException when it is malformed, invalid, over a limit or uses a feature
     *     that is not accepted
     */
    public static ModuleLayout of(byte[] bytes, ModuleLimits limits) throws InvalidModuleException {
        return new ModuleScan(bytes, limits).scan();
    }

    /** Returns the module's bytes. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public byte[] bytes() {
        return bytes;
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

    /** Returns the functions that may be in a table, imported ones counted. */
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

    /** Returns whether a function is exported, or the start function: the host may call it. */
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
        Body body = bodies[defined];
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

    /** Returns how many elements a table has at first. */
    public long tableMin(int table) {
        return tables.get(table).min();
    }

    /** Returns how many elements a table may have, or -1. */
    public long tableMax(int table) {
        return tables.get(table).max();
    }

    /** Returns how many elements a segment has. */
    public int elementCount(int segment) {
        return elements.get(segment).count();
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

    /**
     * Returns the module as it is generated: with two integers of 64 bits, the low half first, in
     * place of each vector in types and globals. The high half of a global stands behind all
     * globals. Bodies, and the types of locals, are not to be asked for.
     */
    public ModuleLayout lowered() {
        return hasVectors ? Vectors.lower(this) : this;
    }

    /**
     * Returns the global that holds the high half of one that is a vector.
     *
     * @see #lowered()
     */
    public int highGlobal(int global) {
        return highGlobals[global];
    }

    /** Returns whether the module has tags, or anything else that has to do with exceptions. */
    public boolean hasExceptions() {
        return hasExceptions;
    }

    /** Returns how many tags there are. */
    public int tagCount() {
        return tags.size();
    }

    /** Returns the type of a tag, whose parameters are the payload of its exceptions. */
    public FuncType tagType(int tag) {
        return types.get(tags.get(tag));
    }

    /** Returns how many values of 64 bits the exceptions of any tag carry, at most. */
    public int maxPayload() {
        int most = 0;
        for (int type : tags) {
            most = Math.max(most, types.get(type).lowered().paramCount());
        }
        return most;
    }

    /** Returns the body of a function that the module defines, counted from 0. */
    public Body body(int defined) {
        return bodies[defined];
    }

    /** Returns how many functions the module defines. */
    public int bodyCount() {
        return bodies.length;
    }

    /** Returns what a host wants to know. */
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
                bodies.length,
                codeBytes,
                compileCost);
    }
}
