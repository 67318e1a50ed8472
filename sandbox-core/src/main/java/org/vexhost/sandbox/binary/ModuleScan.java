package org.vexhost.sandbox.binary;

import java.util.HashSet;
import java.util.Optional;
import java.util.function.Function;
import org.vexhost.api.MessageText;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.InitialState.Use;
import org.vexhost.sandbox.binary.instruction.Cursor;
import org.vexhost.sandbox.binary.instruction.Refusal;
import org.vexhost.sandbox.binary.instruction.ValueType;
import org.vexhost.sandbox.hint.FileKind;
import org.vexhost.sandbox.hint.Hints;

/**
 * Scans a module once, section by section, and validates all of it. Before anything is allocated
 * for a count, the count is compared with its limit and with the remaining bytes.
 *
 * <p>This class is long because each kind of section has a method.
 */
final class ModuleScan {

    private static final int MAGIC = 0x6D736100;
    private static final int TAGS = 13;
    private static final int MAX_PAGES = 65_536;
    private static final String DYNAMIC_LINKING = "dylink";

    /** The position of each section in the order that the format requires. */
    private static final int[] ORDER = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6};

    private final ModuleLimits limits;
    private final Cursor cursor;
    private final ModuleLayout layout;
    private final Expressions expressions;
    private final Function<ModuleLayout, Optional<CodeFacts>> known;

    /**
     * Creates a scan.
     *
     * @param known returns what is known about the code if it was validated before
     */
    ModuleScan(
            byte[] bytes, ModuleLimits limits, Function<ModuleLayout, Optional<CodeFacts>> known) {
        this.limits = limits;
        this.known = known;
        this.cursor = new Cursor(bytes);
        this.layout = new ModuleLayout(bytes);
        this.expressions = new Expressions(cursor, limits, layout);
    }

    ModuleLayout scan() throws InvalidModuleException {
        cursor.limit("module", "maxModuleBytes", limits.maxModuleBytes(), cursor.end(), 0);
        int fileEnd = cursor.end();
        requireModule();
        if (word() != MAGIC) {
            throw new InvalidModuleException(Reason.MALFORMED, "file is not a WebAssembly module");
        }
        if (word() != 1) {
            throw cursor.fault(Reason.MALFORMED, 4, "unknown binary version");
        }
        int last = 0;
        boolean codeSeen = false;
        while (cursor.position() < fileEnd) {
            int at = cursor.position();
            int id = cursor.u8();
            long length = cursor.u32();
            int from = cursor.position();
            if (length > fileEnd - from) {
                throw cursor.fault(Reason.MALFORMED, at, "length out of bounds of section " + id);
            }
            if (id > TAGS) {
                throw cursor.fault(Reason.MALFORMED, at, "malformed section id " + id);
            }
            if (id != 0) {
                if (ORDER[id] <= last) {
                    throw cursor.fault(Reason.MALFORMED, at, "section " + id + " is out of order");
                }
                last = ORDER[id];
            }
            int to = from + (int) length;
            cursor.select(from, to);
            if (id == 10) {
                codeSeen = true;
                costOfTypes();
            }
            section(id, to);
            if (cursor.position() != to) {
                throw cursor.fault(Reason.MALFORMED, from, "section " + id + " size mismatch");
            }
            layout.sections.add(new ModuleLayout.Section(id, from, to));
            cursor.select(to, fileEnd);
        }
        if (!codeSeen) {
            if (layout.definedFunctions > 0) {
                throw cursor.malformed("function and code section have inconsistent lengths");
            }
            costOfTypes();
        }
        if (layout.dataCount > 0 && layout.initial.data().size() != layout.dataCount) {
            throw cursor.malformed("data count and data section have inconsistent lengths");
        }
        layout.hasExceptions |= cursor.hasExceptions();
        return layout;
    }

    /** Rejects a file that is not a module, and names its kind if known. */
    private void requireModule() throws InvalidModuleException {
        FileKind kind = FileKind.of(layout.bytes()).orElse(null);
        if (kind != null) {
            Reason reason = kind == FileKind.COMPONENT ? Reason.COMPONENT : Reason.MALFORMED;
            throw new InvalidModuleException(reason, "file " + kind.fact(), kind.hint());
        }
    }

    private void costOfTypes() throws InvalidModuleException {
        long values = 0;
        for (FuncType type : layout.types) {
            values += type.paramCount() + type.resultCount();
        }
        layout.compileCost =
                CompileCost.ofTypes(layout.types.size(), values, layout.functionTypes.length);
        long allowed = CompileCost.allowed(limits, layout.bytes().length);
        if (layout.compileCost > allowed) {
            throw cursor.fault(
                    Reason.TOO_COSTLY,
                    cursor.position(),
                    "types exceed maxCompileCost of " + allowed);
        }
    }

    private int word() throws InvalidModuleException {
        return cursor.u8() | cursor.u8() << 8 | cursor.u8() << 16 | cursor.u8() << 24;
    }

    private void section(int id, int to) throws InvalidModuleException {
        switch (id) {
            case 0 -> custom(to);
            case 1 -> types();
            case 2 -> imports();
            case 3 -> functions();
            case 4 -> tables();
            case 5 -> memories();
            case 6 -> globals();
            case 7 -> exports();
            case 8 -> start();
            case 9 -> new ElementScan(cursor, limits, layout, expressions).scan();
            case 10 -> code();
            case 11 -> data();
            case TAGS -> new TagScan(cursor, limits, layout).scan();
            default -> {
                int at = cursor.position();
                long count = cursor.u32();
                cursor.limit(
                        "data segments", "maxDataSegments", limits.maxDataSegments(), count, at);
                layout.dataCount = (int) count;
            }
        }
    }

    private void code() throws InvalidModuleException {
        var scan = new CodeScan(cursor, limits, layout);
        Optional<CodeFacts> facts = known.apply(layout);
        if (facts.isPresent()) {
            scan.skip(facts.get());
        } else {
            scan.scan();
        }
    }

    private void custom(int to) throws InvalidModuleException {
        int at = cursor.position();
        String name = cursor.name(limits.maxNameBytes());
        int from = cursor.position();
        cursor.limit(
                "custom sections",
                "maxCustomSections",
                limits.maxCustomSections(),
                layout.customSections.size() + 1L,
                at);
        layout.customSections.add(new ModuleFacts.CustomSection(name, from, to - from));
        cursor.skip(to - from);
    }

    private void types() throws InvalidModuleException {
        int count = cursor.count("types", "maxTypes", limits.maxTypes());
        for (int i = 0; i < count; i++) {
            int at = cursor.position();
            int form = cursor.u8();
            if (form == 0x50 || form == 0x4F || form == 0x4E || form == 0x5E || form == 0x5F) {
                throw cursor.fault(
                        Reason.GC_TYPES, at, "garbage-collected types are not supported");
            }
            if (form == 0x5D) {
                throw cursor.fault(
                        Reason.STACK_SWITCHING, at, "continuation types are not supported");
            }
            if (form != 0x60) {
                throw cursor.fault(Reason.MALFORMED, at, "malformed type");
            }
            layout.types.add(new FuncType(typeList("parameters"), typeList("results")));
        }
    }

    private byte[] typeList(String subject) throws InvalidModuleException {
        byte[] list = new byte[cursor.count(subject, "maxParams", limits.maxParams())];
        for (int i = 0; i < list.length; i++) {
            list[i] = Refusal.valueType(cursor);
            layout.hasVectors |= list[i] == (byte) ValueType.V128.code();
        }
        return list;
    }

    private InvalidModuleException imported(
            Reason reason, int at, String kind, String module, String name) {
        boolean isLibrary =
                layout.customSections.stream()
                        .anyMatch(section -> section.name().startsWith(DYNAMIC_LINKING));
        return cursor.fault(
                reason,
                at,
                "import %s of a %s is not supported"
                        .formatted(MessageText.quote(module + "." + name), kind),
                isLibrary ? Hints.SHARED_LIBRARY : Hints.ofImported(reason, name));
    }

    private void imports() throws InvalidModuleException {
        int count = cursor.count("imports", "maxImports", limits.maxImports());
        int[] types = new int[count];
        for (int i = 0; i < count; i++) {
            String module = cursor.name(limits.maxNameBytes());
            String name = cursor.name(limits.maxNameBytes());
            int at = cursor.position();
            switch (cursor.u8()) {
                case 0 -> {
                    types[i] = cursor.index("type", layout.types.size());
                    requireNumbers(types[i], at, module, name);
                }
                case 1 -> throw imported(Reason.IMPORTED_TABLE, at, "table", module, name);
                case 2 -> throw imported(Reason.IMPORTED_MEMORY, at, "memory", module, name);
                case 3 -> throw imported(Reason.IMPORTED_GLOBAL, at, "global", module, name);
                case 4 -> throw imported(Reason.IMPORTED_TAG, at, "tag", module, name);
                default -> throw cursor.fault(Reason.MALFORMED, at, "malformed import kind");
            }
            layout.imports.add(new ModuleLayout.FunctionImport(module, name));
        }
        layout.functionTypes = types;
        layout.referable = new boolean[count];
    }

    private void requireNumbers(int type, int at, String module, String name)
            throws InvalidModuleException {
        if (layout.types.get(type).hasVectors()) {
            throw cursor.fault(
                    Reason.SIMD,
                    at,
                    "import %s has a v128 in its type, which no host function takes or returns"
                            .formatted(MessageText.quote(module + "." + name)),
                    Hints.IMPORTED_VECTOR);
        }
    }

    private void functions() throws InvalidModuleException {
        int imported = layout.functionTypes.length;
        int at = cursor.position();
        int count = cursor.count("functions", "maxFunctions", limits.maxFunctions());
        cursor.limit(
                "functions", "maxFunctions", limits.maxFunctions(), (long) imported + count, at);
        int[] types = new int[imported + count];
        System.arraycopy(layout.functionTypes, 0, types, 0, imported);
        for (int i = 0; i < count; i++) {
            types[imported + i] = cursor.index("type", layout.types.size());
        }
        layout.functionTypes = types;
        layout.referable = new boolean[types.length];
        layout.definedFunctions = count;
    }

    private void tables() throws InvalidModuleException {
        int count = cursor.count("tables", "maxTables", limits.maxTables());
        for (int i = 0; i < count; i++) {
            int at = cursor.position();
            if (cursor.peek() == 0x40) {
                throw cursor.fault(
                        Reason.TYPED_REFERENCES,
                        at,
                        "tables with an initial value are not supported",
                        Hints.TABLE_INITIALIZER);
            }
            byte type = Refusal.referenceType(cursor);
            long[] range = range(0xFFFF_FFFFL, "table");
            layout.tables.add(new ModuleLayout.TableType(type, range[0], range[1]));
        }
    }

    private void memories() throws InvalidModuleException {
        int at = cursor.position();
        long count = cursor.u32();
        if (count > 1) {
            throw cursor.fault(Reason.MULTI_MEMORY, at, "multi-memory is not supported");
        }
        if (count == 1) {
            long[] range = range(MAX_PAGES, "memory");
            layout.hasMemory = true;
            layout.memoryMin = (int) range[0];
            layout.memoryMax = range[1];
        }
    }

    private long[] range(long most, String subject) throws InvalidModuleException {
        int at = cursor.position();
        int flags = cursor.u8();
        if (flags > 15) {
            throw cursor.fault(Reason.MALFORMED, at, "malformed limits of " + subject);
        }
        if (flags >= 8) {
            throw cursor.fault(
                    Reason.CUSTOM_PAGE_SIZES,
                    at,
                    subject + " with a custom page size is not supported");
        }
        if (flags >= 4) {
            throw cursor.fault(Reason.MEMORY64, at, "64-bit " + subject + " is not supported");
        }
        if (flags >= 2) {
            throw cursor.fault(Reason.SHARED_MEMORY, at, "shared " + subject + " is not supported");
        }
        long min = cursor.u32();
        long max = flags == 1 ? cursor.u32() : -1;
        if (min > most || max > most) {
            throw cursor.fault(
                    Reason.INVALID, at, subject + " size is over " + most + " of the format");
        }
        if (max >= 0 && min > max) {
            throw cursor.fault(
                    Reason.INVALID, at, "size minimum of " + subject + " is over its maximum");
        }
        return new long[] {min, max};
    }

    private void globals() throws InvalidModuleException {
        int count = cursor.count("globals", "maxGlobals", limits.maxGlobals());
        for (int i = 0; i < count; i++) {
            byte type = Refusal.storedType(cursor, "global");
            int at = cursor.position();
            int mutable = cursor.u8();
            if (mutable > 1) {
                throw cursor.fault(Reason.MALFORMED, at, "malformed mutability");
            }
            long value = expressions.constant(type);
            layout.initial.addGlobal(value, expressions.high());
            layout.globals.add(new ModuleLayout.GlobalType(type, mutable == 1));
            layout.hasVectors |= type == (byte) ValueType.V128.code();
        }
    }

    private void exports() throws InvalidModuleException {
        int count = cursor.count("exports", "maxExports", limits.maxExports());
        var names = new HashSet<String>();
        for (int i = 0; i < count; i++) {
            int at = cursor.position();
            String name = cursor.name(limits.maxNameBytes());
            if (!names.add(name)) {
                throw cursor.fault(Reason.INVALID, at, "duplicate export name");
            }
            int kind = cursor.u8();
            int index =
                    switch (kind) {
                        case 0 -> cursor.index("function", layout.functionTypes.length);
                        case 1 -> cursor.index("table", layout.tables.size());
                        case 2 -> cursor.index("memory", layout.hasMemory ? 1 : 0);
                        case 3 -> cursor.index("global", layout.globals.size());
                        case 4 -> cursor.index("tag", layout.tags.size());
                        default ->
                                throw cursor.fault(Reason.MALFORMED, at, "malformed export kind");
                    };
            if (kind == 0) {
                layout.referable[index] = true;
            }
            layout.exports.add(new ModuleLayout.ExportEntry(name, kind, index));
        }
    }

    private void start() throws InvalidModuleException {
        int at = cursor.position();
        int function = cursor.index("function", layout.functionTypes.length);
        if (!layout.functionType(function).is(new byte[0], new byte[0])) {
            throw cursor.fault(Reason.INVALID, at, "start function must have type () -> ()");
        }
        layout.hasStart = true;
        layout.startFunction = function;
    }

    private void data() throws InvalidModuleException {
        int at = cursor.position();
        int count = cursor.count("data segments", "maxDataSegments", limits.maxDataSegments());
        if (layout.dataCount >= 0 && count != layout.dataCount) {
            throw cursor.fault(
                    Reason.MALFORMED, at, "data count and data section have inconsistent lengths");
        }
        for (int i = 0; i < count; i++) {
            int kindAt = cursor.position();
            long kind = cursor.u32();
            if (kind > 2) {
                throw cursor.fault(Reason.MALFORMED, kindAt, "malformed data segment kind");
            }
            if (kind == 2) {
                int memoryAt = cursor.position();
                if (cursor.u32() != 0) {
                    throw cursor.fault(
                            Reason.MULTI_MEMORY, memoryAt, "multi-memory is not supported");
                }
            }
            int offset = 0;
            if (kind != 1) {
                if (!layout.hasMemory) {
                    throw cursor.fault(Reason.INVALID, kindAt, "unknown memory 0");
                }
                offset = (int) expressions.constant((byte) ValueType.I32.code());
            }
            long length = cursor.u32();
            if (length > cursor.end() - cursor.position()) {
                throw cursor.malformed("data segment ends unexpectedly");
            }
            int from = cursor.position();
            cursor.skip((int) length);
            Use use = kind == 1 ? Use.PASSIVE : Use.ACTIVE;
            layout.initial.add(new InitialState.Data(use, offset, from, cursor.position()));
        }
    }
}
