package org.vexhost.sandbox.meter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLayout.Section;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.ValueType;

/**
 * Rewrites a valid module so that it counts its own fuel, by Wasmtime's schedule, and its call
 * depth. All additions follow the guest's own items: three globals, one or two functions, at most a
 * few types, and an empty memory if there is none. No index in the guest's code changes.
 *
 * <p>This class is long because each kind of section is rewritten in its own way.
 */
public final class Meter {

    /** The initial units of call depth in a module of the written form. */
    static final int WRITTEN_DEPTH = 1_000_000;

    private static final int[] ADDED_TO = {1, 3, 5, 6, 7, 10};
    private static final int TAGS = 13;

    private static final String WITHOUT_EXCEPTIONS =
            "build without WebAssembly exceptions: clang and emcc without -fwasm-exceptions and"
                    + " -mllvm -wasm-enable-sjlj, rustc with -C panic=abort";

    /** A position after all sections. */
    private static final int LAST_SECTION = 13;

    private static final int MUTABLE = 1;
    private static final byte[] NONE = {};

    /** The sections of functions and segments. */
    private static final Set<Integer> LARGE = Set.of(3, 9, 10, 11, 12);

    private final ModuleLayout layout;
    private final byte[] source;
    private final Types types;
    private final Form form;
    private final NanBits nans;
    private final FuelCode fuel;
    private final List<AddedFunction> added;
    private final Optional<String> exportFuel;

    /** A function that metering adds after those of the guest. */
    private record AddedFunction(int type, ByteSink body) {}

    private Meter(ModuleLayout layout, Form form, NanBits nans, Optional<String> exportFuel) {
        this.layout = layout;
        this.source = layout.bytes();
        this.types = new Types(layout);
        this.form = form;
        this.nans = nans;
        this.fuel = new FuelCode(form, layout.globalCount(), layout.functionCount());
        this.added = form.counts() ? added(form) : List.of();
        this.exportFuel = exportFuel;
    }

    private List<AddedFunction> added(Form counting) {
        byte[] one = {(byte) counting.fuelType()};
        var refill = new AddedFunction(types.index(one, one), fuel.refillFunction());
        if (!counting.isSliced()) {
            return List.of(refill);
        }
        byte[] two = {one[0], one[0]};
        return List.of(refill, new AddedFunction(types.index(two, one), fuel.takeManyFunction()));
    }

    /**
     * Meters a module for inspection, or for any engine.
     *
     * @param layout the validated module
     * @param exportFuel the name under which the counter is exported; if empty, the counter is not
     *     exported. It is a mutable 64-bit global for the remaining fuel that starts with the
     *     largest value
     * @throws InvalidModuleException if the module already has an export with that name
     */
    public static MeteredModule meter(ModuleLayout layout, Optional<String> exportFuel)
            throws InvalidModuleException {
        if (exportFuel.isPresent()
                && layout.facts().exports().stream()
                        .anyMatch(e -> e.name().equals(exportFuel.get()))) {
            throw new InvalidModuleException(
                    InvalidModuleException.Reason.INVALID,
                    -1,
                    0,
                    "export '" + exportFuel.get() + "' is there already");
        }
        return new Meter(layout, Form.WRITTEN, NanBits.AS_COMPUTED, exportFuel).write();
    }

    /**
     * Meters a module for Chicory's compiler.
     *
     * @param layout the validated module
     * @param nans the handling of NaN bits
     */
    public static MeteredModule compiled(ModuleLayout layout, NanBits nans)
            throws InvalidModuleException {
        return new Meter(layout, Form.COMPILED, nans, Optional.empty()).write();
    }

    /**
     * Meters a module for Chicory's interpreter. Some instructions are replaced by others, since
     * the interpreter has more bugs than Chicory's compiler.
     *
     * @param layout the validated module
     * @param nans the handling of NaN bits
     */
    public static MeteredModule interpreted(ModuleLayout layout, NanBits nans)
            throws InvalidModuleException {
        return new Meter(layout, Form.INTERPRETED, nans, Optional.empty()).write();
    }

    /**
     * Rewrites a module without metering: adds only what an instance needs, and replaces
     * instructions that the compiler handles incorrectly.
     *
     * @param layout the validated module
     * @param nans the handling of NaN bits
     */
    public static MeteredModule unmetered(ModuleLayout layout, NanBits nans)
            throws InvalidModuleException {
        return new Meter(layout, Form.UNMETERED, nans, Optional.empty()).write();
    }

    /**
     * Writes a module without its functions and segments. Chicory quickly reads from it what an
     * instance needs besides these.
     *
     * @param layout the validated module; it need not have bodies
     */
    public static byte[] skeleton(ModuleLayout layout) {
        Meter meter = new Meter(layout, Form.SKELETON, NanBits.AS_COMPUTED, Optional.empty());
        return meter.write(new ByteSink(0)).bytes();
    }

    private MeteredModule write() throws InvalidModuleException {
        if (layout.hasTailCalls()) {
            throw new InvalidModuleException(
                    InvalidModuleException.Reason.TAIL_CALLS,
                    -1,
                    0,
                    "module uses tail calls, which cannot be rewritten to count for themselves");
        }
        if (layout.hasVectors() && form != Form.WRITTEN) {
            throw new InvalidModuleException(
                    InvalidModuleException.Reason.SIMD,
                    -1,
                    0,
                    "module uses SIMD, which Chicory's compiler and interpreter do not run");
        }
        if (layout.hasAtomics() && form != Form.WRITTEN) {
            throw new InvalidModuleException(
                    InvalidModuleException.Reason.THREADS,
                    -1,
                    0,
                    "module uses atomic instructions, which Chicory's compiler and interpreter do"
                            + " not run");
        }
        if (layout.hasExceptions()) {
            throw new InvalidModuleException(
                    InvalidModuleException.Reason.EXCEPTIONS,
                    -1,
                    0,
                    "module uses exceptions, which cannot be rewritten to count for themselves",
                    WITHOUT_EXCEPTIONS);
        }
        // Bodies are rewritten first, since they determine which types must be added.
        return write(code());
    }

    private MeteredModule write(ByteSink code) {
        ByteSink out = new ByteSink(form == Form.SKELETON ? 1 << 10 : source.length * 2);
        out.raw(source, 0, 8);
        int done = 0;
        List<Section> sections = layout.sections();
        for (Section section : sections) {
            if (section.id() != 0 && order(section.id()) > done) {
                missing(out, done, order(section.id()), code);
                done = order(section.id());
            }
            section(out, section, code);
        }
        missing(out, done, 2 * LAST_SECTION, code);
        return new MeteredModule(out.toByteArray(), form.counts() ? layout.globalCount() : -1);
    }

    /** Writes required sections that the module lacks, in the order of the format. */
    private void missing(ByteSink out, int after, int before, ByteSink code) {
        for (int id : form.counts() ? ADDED_TO : new int[] {5}) {
            int order = order(id);
            if (order > after && order < before) {
                section(out, new Section(id, 0, 0), code);
            }
        }
    }

    private static int order(int id) {
        return 2
                        * switch (id) {
                            case 10 -> 11;
                            case 11 -> 12;
                            case 12 -> 10;
                            case TAGS -> 5;
                            default -> id;
                        }
                + (id == TAGS ? 1 : 0);
    }

    private void section(ByteSink out, Section section, ByteSink code) {
        if (form == Form.SKELETON && LARGE.contains(section.id())) {
            return;
        }
        ByteSink content = new ByteSink(64);
        switch (section.id()) {
            case 1 -> {
                content.u32(layout.typeCount() + (long) types.added().size());
                rest(content, section);
                types.added().forEach(content::raw);
            }
            case 3 -> {
                content.u32(layout.bodyCount() + (long) added.size());
                rest(content, section);
                added.forEach(function -> content.u32(function.type()));
            }
            case 4 -> tables(content);
            case 5 -> {
                if (layout.hasMemory()) {
                    content.raw(source, section.from(), section.to());
                } else {
                    content.u32(1).u8(1).u32(0).u32(0);
                }
            }
            case 6 -> globals(content, section);
            case 7 -> {
                if (exportFuel.isEmpty()) {
                    if (section.to() == 0) {
                        return;
                    }
                    content.raw(source, section.from(), section.to());
                } else {
                    content.u32(count(section) + 1L);
                    rest(content, section);
                    content.name(exportFuel.get()).u8(3).u32(layout.globalCount());
                }
            }
            case 10 -> content.raw(code);
            case 0 -> {
                if (form != Form.WRITTEN) {
                    // No code depends on these sections, and parsers may fail on them.
                    return;
                }
                content.raw(source, section.from(), section.to());
            }
            default -> content.raw(source, section.from(), section.to());
        }
        out.u8(section.id()).u32(content.size()).raw(content);
    }

    /**
     * Copies the table section. Sizes that Chicory would read as negative are replaced by the
     * largest int, which also exceeds every host's limit.
     */
    private void tables(ByteSink content) {
        content.u32(layout.tableCount());
        for (int i = 0; i < layout.tableCount(); i++) {
            long max = layout.tableMax(i);
            content.u8(layout.tableType(i) & 0xFF).u8(max < 0 ? 0 : 1);
            content.u32(Math.min(layout.tableMin(i), Integer.MAX_VALUE));
            if (max >= 0) {
                content.u32(Math.min(max, Integer.MAX_VALUE));
            }
        }
    }

    private void globals(ByteSink content, Section section) {
        content.u32(layout.globalCount() + (form.counts() ? FuelCode.GLOBALS : 0L));
        rest(content, section);
        if (!form.counts()) {
            return;
        }
        content.u8(form.fuelType()).u8(MUTABLE);
        content.constant(form.constant(), form.isSliced() ? 0 : Long.MAX_VALUE).op(Op.END);
        content.u8(ValueType.I64.code()).u8(MUTABLE).constant(Op.I64_CONST, 0).op(Op.END);
        content.u8(ValueType.I32.code()).u8(MUTABLE);
        content.constant(Op.I32_CONST, WRITTEN_DEPTH).op(Op.END);
    }

    private int count(Section section) {
        int value = 0;
        int shift = 0;
        for (int at = section.from(); at < section.to(); at++) {
            value |= (source[at] & 0x7F) << shift;
            if (source[at] >= 0) {
                return value;
            }
            shift += 7;
        }
        return 0;
    }

    /** Copies the contents of a section that follow its count. */
    private void rest(ByteSink content, Section section) {
        int at = section.from();
        while (at < section.to() && source[at] < 0) {
            at++;
        }
        if (at < section.to()) {
            content.raw(source, at + 1, section.to());
        }
    }

    private ByteSink code() throws InvalidModuleException {
        ByteSink code = new ByteSink(source.length * 2);
        code.u32(layout.bodyCount() + (long) added.size());
        var bodies = new BodyMeter(layout, types, form, nans, fuel);
        for (int i = 0; i < layout.bodyCount(); i++) {
            ByteSink body = bodies.meter(i);
            code.u32(body.size()).raw(body);
        }
        added.forEach(function -> code.u32(function.body().size()).raw(function.body()));
        return code;
    }

    /** The module's types, followed by those that metering adds. */
    static final class Types {

        private static final int FIRST_MISTAKEN = 0x40;
        private static final int LAST_MISTAKEN = 0x7F;

        private final ModuleLayout layout;
        private final List<byte[][]> more = new ArrayList<>();
        private final Map<String, Long> blocks = new HashMap<>();

        Types(ModuleLayout layout) {
            this.layout = layout;
        }

        /**
         * Returns the index of the type of a block without parameters. Chicory never mistakes this
         * index for a value type.
         */
        private long block(byte[] results) {
            return blocks.computeIfAbsent(
                    new String(results, StandardCharsets.ISO_8859_1), added -> find(results));
        }

        /** Writes the type of a block without parameters. */
        void writeBlock(ByteSink out, byte[] results) {
            if (results.length == 0) {
                out.u8(BodyMeter.NO_TYPE);
            } else if (results.length == 1) {
                out.u8(results[0] & 0xFF);
            } else {
                out.signed(block(results));
            }
        }

        private long find(byte[] results) {
            for (int i = 0; i < layout.typeCount(); i++) {
                if (!isMistaken(i) && layout.type(i).is(NONE, results)) {
                    return i;
                }
            }
            int index;
            do {
                index = layout.typeCount() + more.size();
                more.add(new byte[][] {NONE, results});
            } while (isMistaken(index));
            return index;
        }

        private static boolean isMistaken(int index) {
            return index >= FIRST_MISTAKEN && index <= LAST_MISTAKEN;
        }

        int index(byte[] params, byte[] results) {
            for (int i = 0; i < layout.typeCount(); i++) {
                if (layout.type(i).is(params, results)) {
                    return i;
                }
            }
            for (int i = 0; i < more.size(); i++) {
                if (Arrays.equals(more.get(i)[0], params)
                        && Arrays.equals(more.get(i)[1], results)) {
                    return layout.typeCount() + i;
                }
            }
            more.add(new byte[][] {params, results});
            return layout.typeCount() + more.size() - 1;
        }

        List<ByteSink> added() {
            return more.stream()
                    .map(
                            type ->
                                    new ByteSink(16)
                                            .u8(0x60)
                                            .u32(type[0].length)
                                            .raw(type[0], 0, type[0].length)
                                            .u32(type[1].length)
                                            .raw(type[1], 0, type[1].length))
                    .toList();
        }
    }
}
