package org.vexhost.sandbox.testing;

import static org.vexhost.sandbox.testing.ModuleWriter.EXTERNREF;
import static org.vexhost.sandbox.testing.ModuleWriter.F32;
import static org.vexhost.sandbox.testing.ModuleWriter.F64;
import static org.vexhost.sandbox.testing.ModuleWriter.FUNCREF;
import static org.vexhost.sandbox.testing.ModuleWriter.I32;
import static org.vexhost.sandbox.testing.ModuleWriter.I64;
import static org.vexhost.sandbox.testing.ModuleWriter.V128;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes valid modules at random, the same for the same seed. Every function and every loop counts
 * down a global and traps when it is used up, so that they all end. NaNs that arithmetic makes are
 * replaced with one that is the same everywhere; all others keep their bits.
 */
public final class RandomModule {

    /** Names of the host functions that {@link #hosted} imports from {@code env}. */
    public static final List<String> HOST_FUNCTIONS = List.of("mix", "extern", "look");

    static final int STEPS = 0;
    static final int[] NUMBERS = {I32, I64, F32, F64};

    private static final int[] NONE = {};
    private static final int[][] HOST_PARAMS = {{I64}, {I32}, {EXTERNREF}};
    private static final int[][] HOST_RESULTS = {{I64}, {EXTERNREF}, {I32}};

    /** How large functions get: most are small; some are over what the JIT or the JVM takes. */
    private enum Size {
        SMALL(120, 6),
        LARGE(1_500, 60),
        HUGE(14_000, 500);

        private final int code;
        private final int statements;

        Size(int code, int statements) {
            this.code = code;
            this.statements = statements;
        }
    }

    final Random random;
    final List<int[]> params = new ArrayList<>();
    final List<int[]> results = new ArrayList<>();
    final List<Integer> functionTypes = new ArrayList<>();
    final List<Integer> globals = new ArrayList<>();
    final int dataSegments = 2;
    final int elementSegments = 5;

    private final ModuleWriter out = new ModuleWriter();
    private final Map<String, Integer> typeIndexes = new HashMap<>();
    private final boolean hosted;
    final Tails tails;
    final boolean hasVectors;

    /** Whether there are loops as in functions from the Go compiler. */
    boolean dispatches;

    final Exceptions exceptions;

    /** What exceptions carry, by their tags. */
    final List<int[]> tags = new ArrayList<>();

    private final Size size;
    private int imported;

    /** How functions leave by calling others. */
    enum Tails {
        /** Not at all. */
        NONE,
        /** By tail calls. */
        IN_PLACE,
        /** By calls and returns in their place: the same but for the call depth. */
        CALLED
    }

    /** How functions throw and catch. */
    enum Exceptions {
        /** Not at all. */
        NONE,
        /** By {@code try_table}, with references. */
        NEWER,
        /** By {@code try}. */
        OLDER
    }

    private RandomModule(long seed, boolean hosted, Tails tails) {
        this(seed, hosted, tails, false, Exceptions.NONE);
    }

    private RandomModule(
            long seed, boolean hosted, Tails tails, boolean hasVectors, Exceptions exceptions) {
        this.hasVectors = hasVectors;
        this.exceptions = exceptions;
        this.random = new Random(seed);
        this.tails = tails;
        this.hosted = hosted;
        this.size =
                !hosted
                        ? Size.SMALL
                        : seed % 500 == 7 ? Size.HUGE : seed % 40 == 11 ? Size.LARGE : Size.SMALL;
    }

    /**
     * Makes the small module of a seed, without imports and start function; it exports {@code run},
     * its memory and its globals.
     */
    public static byte[] of(long seed) {
        return new RandomModule(seed, false, Tails.NONE).write();
    }

    /** Makes the module of a seed; it may be large, import host functions and have a start. */
    public static byte[] hosted(long seed) {
        return new RandomModule(seed, true, Tails.NONE).write();
    }

    /** Makes the module of a seed whose functions leave by tail calls. */
    public static byte[] withTailCalls(long seed) {
        return new RandomModule(seed, true, Tails.IN_PLACE).write();
    }

    /** Makes the same module with calls and returns in their place. */
    public static byte[] withoutTailCalls(long seed) {
        return new RandomModule(seed, true, Tails.CALLED).write();
    }

    /** Makes the module of a seed that has vectors wherever they can be, and tail calls. */
    public static byte[] withVectors(long seed) {
        return new RandomModule(seed, true, Tails.IN_PLACE, true, Exceptions.NONE).write();
    }

    /** Makes the module of a seed that has loops as in functions from the Go compiler. */
    public static byte[] withDispatchLoops(long seed) {
        var module = new RandomModule(seed, true, Tails.NONE);
        module.dispatches = true;
        return module.write();
    }

    /** Makes the module of a seed whose functions throw and catch by {@code try_table}. */
    public static byte[] withExceptions(long seed) {
        return with(Exceptions.NEWER, seed);
    }

    /** Makes the module of a seed whose functions throw and catch by {@code try}. */
    public static byte[] withOlderExceptions(long seed) {
        return with(Exceptions.OLDER, seed);
    }

    /** Some of them have tail calls too, some vectors. */
    private static byte[] with(Exceptions exceptions, long seed) {
        Tails tails = seed % 3 == 0 ? Tails.IN_PLACE : Tails.NONE;
        return new RandomModule(seed, true, tails, seed % 4 == 0, exceptions).write();
    }

    private byte[] write() {
        types();
        functions();
        tags();
        out.memory(1, 1 + random.nextInt(4));
        out.entry(4, Bytes.of(FUNCREF, 1).u32(6).u32(6 + random.nextInt(10)));
        out.entry(4, Bytes.of(FUNCREF, 0).u32(random.nextInt(5)));
        out.entry(4, Bytes.of(EXTERNREF, 0).u32(3));
        globals();
        elements();
        data();
        for (int i = imported; i < functionTypes.size(); i++) {
            var body = new RandomBody(this, functionTypes.get(i));
            boolean first = i == imported;
            Size size = first ? this.size : Size.SMALL;
            out.function(
                    functionTypes.get(i),
                    body.declared(),
                    body.write(
                            20 + random.nextInt(size.code),
                            3 + random.nextInt(size.statements),
                            size == Size.HUGE));
        }
        out.export("run", 0, imported).export("memory", 2, 0);
        for (int i = 0; i < globals.size(); i++) {
            out.export("g" + i, 3, i);
        }
        out.countData();
        return out.toByteArray();
    }

    private void types() {
        int types = 2 + random.nextInt(4);
        type(new int[] {I32, I64}, new int[] {I32});
        for (int i = 1; i < types; i++) {
            type(list(random.nextInt(5)), results(random.nextInt(4)));
        }
    }

    private void tags() {
        for (int i = 0; exceptions != Exceptions.NONE && i < 4; i++) {
            int[] payload = list(i);
            tags.add(payload);
            out.tag(type(payload, NONE));
        }
    }

    private void functions() {
        int types = params.size();
        if (hosted && random.nextInt(3) != 0) {
            for (int i = 0; i < HOST_FUNCTIONS.size(); i++) {
                int type = type(HOST_PARAMS[i], HOST_RESULTS[i]);
                out.importFunction("env", HOST_FUNCTIONS.get(i), type);
                functionTypes.add(type);
            }
        }
        imported = functionTypes.size();
        functionTypes.add(0);
        for (int i = random.nextInt(5); i > 0; i--) {
            functionTypes.add(random.nextInt(types));
        }
        if (hosted && random.nextInt(5) == 0) {
            out.entry(8, new Bytes().u32(functionTypes.size()));
            functionTypes.add(type(NONE, NONE));
        }
    }

    /** Returns the index of a function type, which is added when it is not there. */
    int type(int[] taken, int[] given) {
        return typeIndexes.computeIfAbsent(
                Arrays.toString(taken) + Arrays.toString(given),
                added -> {
                    params.add(taken);
                    results.add(given);
                    return out.type(taken, given);
                });
    }

    /**
     * Results of a function: many of them never with an external reference. Chicory cannot compile
     * two functions whose many results differ in the kind of reference only.
     */
    private int[] results(int size) {
        int[] list = list(size);
        for (int i = 0; i < size && size > 1; i++) {
            list[i] = list[i] == EXTERNREF ? FUNCREF : list[i];
        }
        return list;
    }

    int[] list(int size) {
        int[] list = new int[size];
        for (int i = 0; i < size; i++) {
            list[i] = anyType();
        }
        return list;
    }

    int anyType() {
        if (hasVectors && random.nextInt(3) == 0) {
            return V128;
        }
        return switch (random.nextInt(10)) {
            case 0 -> FUNCREF;
            case 1 -> EXTERNREF;
            default -> NUMBERS[random.nextInt(NUMBERS.length)];
        };
    }

    private void globals() {
        global(I32, true, Bytes.of(0x41).s64(20 + random.nextInt(400)));
        for (int type : NUMBERS) {
            Bytes value = new Bytes();
            RandomValues.constant(random, value, type);
            global(type, true, value);
        }
        global(FUNCREF, true, Bytes.of(0xD2).u32(random.nextInt(functionTypes.size())));
        global(EXTERNREF, true, Bytes.of(0xD0, EXTERNREF));
        if (hasVectors) {
            for (boolean isMutable : new boolean[] {false, true, true}) {
                Bytes value = new Bytes();
                RandomValues.constant(random, value, V128);
                global(V128, isMutable, value);
            }
        }
        global(I32, false, Bytes.of(0x41).s64(random.nextInt()));
    }

    private void global(int type, boolean mutable, Bytes value) {
        globals.add(type);
        out.entry(6, Bytes.of(type, mutable ? 1 : 0).add(value).u8(0x0B));
    }

    /** Returns a global that can be written, other than the one that counts steps. */
    int writable() {
        int global = 1 + random.nextInt(globals.size() - 2);
        // The first of the vectors is constant.
        boolean isConstant = hasVectors && globals.indexOf(V128) == global;
        return isConstant ? global + 1 : global;
    }

    private void data() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        int at = random.nextInt(100) == 0 ? 65_530 : random.nextInt(100);
        out.entry(11, Bytes.of(0, 0x41).s64(at).u8(0x0B).u32(bytes.length).raw(bytes));
        out.entry(11, Bytes.of(1).u32(bytes.length).raw(bytes));
    }

    private void elements() {
        Bytes some = new Bytes();
        for (int i = 0; i < 4; i++) {
            some.u32(random.nextInt(functionTypes.size()));
        }
        Bytes all = new Bytes();
        for (int i = 0; i < functionTypes.size(); i++) {
            all.u32(i);
        }
        int second = random.nextInt(4) == 0 ? 1 : 0;
        Bytes refs = Bytes.of(0xD0, FUNCREF, 0x0B, 0xD2).u32(random.nextInt(functionTypes.size()));
        out.entry(9, Bytes.of(0, 0x41, 1, 0x0B).u32(4).add(some));
        out.entry(9, Bytes.of(1, 0).u32(4).add(some));
        out.entry(9, Bytes.of(5, FUNCREF).u32(2).add(refs).u8(0x0B));
        out.entry(9, Bytes.of(2, 1, 0x41, 0, 0x0B, 0).u32(second).raw(new byte[second]));
        out.entry(9, Bytes.of(3, 0).u32(functionTypes.size()).add(all));
    }
}
