package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.compile.cache.GeneratedCode;
import org.vexhost.sandbox.compile.cache.GeneratedCodeCache;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;
import org.vexhost.sandbox.testing.RandomModule;

@DisplayName("Our own compiler")
final class OwnCompilerTest {

    private static final int I32 = ModuleWriter.I32;
    private static final int I64 = ModuleWriter.I64;
    private static final int F32 = ModuleWriter.F32;
    private static final int F64 = ModuleWriter.F64;
    private static final int[] NONE = {};
    private static final Path GUESTS = Path.of("src/test/guests");

    /** What HotSpot's second compiler takes by default. */
    private static final int HOTSPOT_BYTES = 8_000;

    private static final ModuleLimits LIMITS = ModuleLimits.GENEROUS;

    /** What a run gives. */
    private record Outcome(String answer, long fuel) {}

    private static Outcome run(byte[] module, Mode mode, long... arguments)
            throws InvalidModuleException {
        CompiledModule compiled =
                StrictCompiler.uncached().compile(module, new CompileOptions(LIMITS, mode));
        if (mode != Mode.INTERPRETED) {
            assertEquals(0, compiled.interpretedFunctions());
        }
        FuelGauge gauge = new FuelGauge(Long.MAX_VALUE);
        var options = new InstanceOptions(1 << 20, 50_000, 1_000_000, gauge, MemoryPool.NONE, null);
        try (GuestInstance guest = compiled.instantiate(ImportValues.empty(), options)) {
            return new Outcome(Arrays.toString(guest.call("run", arguments)), gauge.consumed());
        }
    }

    private static void same(byte[] module, long... arguments) throws InvalidModuleException {
        Outcome expected = run(module, Mode.INTERPRETED, arguments);
        assertEquals(expected, run(module, Mode.COMPILED, arguments));
        assertEquals(expected, run(module, Mode.SPLIT, arguments));
    }

    private static Map<String, byte[]> classes(byte[] module, Mode mode)
            throws InvalidModuleException {
        Map<String, byte[]> classes = new HashMap<>();
        var cache =
                new GeneratedCodeCache() {
                    @Override
                    public Optional<GeneratedCode> find(String key) {
                        return Optional.empty();
                    }

                    @Override
                    public void keep(String key, GeneratedCode code) {
                        code.classes().forEach((name, file) -> classes.put(name, file.plain()));
                    }
                };
        new OwnCompiler(cache)
                .compile(ModuleLayout.of(module, LIMITS), new CompileOptions(LIMITS, mode));
        assertFalse(classes.isEmpty());
        return classes;
    }

    /**
     * The main loop of an interpreter: {@code run} steps through a program in memory, whose
     * operations a branch table chooses from. Each of them is some 100 instructions long.
     */
    private static byte[] interpreter(int operations) {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int type = module.type(new int[] {I32}, new int[] {I64});
        // Locals: 0 steps left, 1 program counter, 2 an accumulator, 3 and on scratch.
        int[] locals = {I32, I64, I32, I64, F64};
        Bytes code = Bytes.of(0x02, 0x40, 0x03, 0x40);
        code.repeat(operations, Bytes.of(0x02, 0x40));
        // operation = (pc * 7 + steps) % operations
        code.u8(0x20, 1, 0x41, 7, 0x6C, 0x20, 0, 0x6A, 0x41).s64(operations).u8(0x70);
        code.u8(0x0E).u32(operations);
        for (int i = 0; i < operations; i++) {
            code.u32(i);
        }
        code.u32(operations - 1L);
        for (int i = 0; i < operations; i++) {
            code.u8(0x0B);
            for (int step = 0; step < 6; step++) {
                code.u8(0x20, 2, 0x42).s64(i * 31L + step).u8(0x7C, 0x22, 4, 0x42).s64(3 + i);
                code.u8(0x7E, 0x20, 4, 0x42).s64(7).u8(0x88, 0x85, 0x21, 2);
                code.u8(0x20, 1, 0x41).s64(8L * step).u8(0x6A, 0x41).s64(0x7FF8).u8(0x71);
                code.u8(0x22, 3, 0x20, 2, 0x37, 3, 0).u8(0x20, 3, 0x29, 3, 0, 0x21, 2);
            }
            code.u8(0x20, 1, 0x41).s64(1 + i % 5).u8(0x6A, 0x21, 1);
            code.u8(0x20, 0, 0x41, 1, 0x6B, 0x22, 0, 0x45, 0x0D).u32(operations - i);
            code.u8(0x0C).u32(operations - 1L - i);
        }
        code.u8(0x0B, 0x0B, 0x20, 2);
        module.export("run", 0, module.function(type, locals, code));
        return module.toByteArray();
    }

    @Test
    @DisplayName("makes short methods of the main loop of an interpreter, which does the same")
    void splitsAnInterpretersLoop() throws InvalidModuleException {
        byte[] module = interpreter(200);
        same(module, 5_000);
        assertTrue(longestMethod(classes(module, Mode.COMPILED)) <= HOTSPOT_BYTES);
    }

    private static int longestMethod(Map<String, byte[]> classes) {
        int[] longest = {0};
        for (byte[] bytes : classes.values()) {
            new ClassReader(bytes)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access,
                                        String name,
                                        String descriptor,
                                        String signature,
                                        String[] exceptions) {
                                    return new CodeSizeEvaluator(null) {
                                        @Override
                                        public void visitEnd() {
                                            longest[0] = Math.max(longest[0], getMaxSize());
                                        }
                                    };
                                }
                            },
                            ClassReader.SKIP_FRAMES);
        }
        return longest[0];
    }

    @Test
    @DisplayName("takes branch tables of any length")
    void longBranchTables() throws InvalidModuleException {
        int entries = 40_000;
        ModuleWriter module = new ModuleWriter();
        int type = module.type(new int[] {I32}, new int[] {I32});
        Bytes code = Bytes.of(0x02, 0x40, 0x02, 0x40, 0x02, 0x40, 0x20, 0, 0x0E).u32(entries);
        for (int i = 0; i < entries; i++) {
            code.u32(i % 7 == 0 ? 0 : 1 + i % 2);
        }
        code.u32(1).u8(0x0B, 0x41, 1, 0x0F, 0x0B, 0x41, 2, 0x0F, 0x0B, 0x41, 3);
        module.export("run", 0, module.function(type, NONE, code));
        byte[] bytes = module.toByteArray();
        int[] indexes = {0, 1, 2, 16_383, 16_384, 39_998, 39_999, 40_000, -1, Integer.MIN_VALUE};
        for (int index : indexes) {
            same(bytes, index);
        }
    }

    @Test
    @DisplayName("passes more values than a method of the JVM takes")
    void manyParameters() throws InvalidModuleException {
        int[] kinds = {I32, I64, F32, F64};
        int[] many = new int[700];
        Bytes swapped = new Bytes();
        Bytes passed = new Bytes();
        for (int i = 0; i < many.length; i++) {
            many[i] = kinds[i % kinds.length];
            swapped.u8(0x20).u32(i);
            switch (many[i]) {
                case 0x7F -> passed.u8(0x41).s64(i);
                case 0x7E -> passed.u8(0x42).s64(-i);
                case 0x7D -> passed.u8(0x43).f32(Float.floatToRawIntBits(i * 0.5F));
                default -> passed.u8(0x44).f64(Double.doubleToRawLongBits(i * 0.25));
            }
        }
        ModuleWriter module = new ModuleWriter();
        int type = module.type(many, many);
        module.entry(4, Bytes.of(0x70, 0, 1));
        int identity = module.function(type, NONE, swapped);
        module.entry(9, Bytes.of(0, 0x41, 0, 0x0B, 1, identity));
        Bytes code = new Bytes().add(passed).u8(0x10).u32(identity);
        code.u8(0x41, 0, 0x11).u32(type).u8(0);
        int answer = module.type(NONE, new int[] {F64});
        code.u8(0x21, 0).repeat(many.length - 1, Bytes.of(0x1A)).u8(0x20, 0);
        module.export("run", 0, module.function(answer, new int[] {F64}, code));
        module.export("all", 0, identity);
        same(module.toByteArray());
    }

    @Test
    @DisplayName("takes many exports, and many functions of one type in a table")
    void manyEntries() throws InvalidModuleException {
        int count = 13_000; // more than 64 times 200, so there are three levels of choices
        ModuleWriter module = new ModuleWriter();
        int type = module.type(new int[] {I32}, new int[] {I32});
        Bytes elements = Bytes.of(0, 0x41, 0, 0x0B).u32(count);
        for (int i = 0; i < count; i++) {
            int function = module.function(type, NONE, Bytes.of(0x20, 0, 0x41).s64(i).u8(0x6A));
            module.export("f" + i, 0, function);
            elements.u32(function);
        }
        module.entry(4, Bytes.of(0x70, 0).u32(count));
        module.entry(9, elements);
        Bytes code = Bytes.of(0x20, 0, 0x20, 0, 0x11).u32(type).u8(0);
        module.export("run", 0, module.function(type, NONE, code));
        byte[] bytes = module.toByteArray();
        same(bytes, 12_999);
        CompiledModule compiled =
                StrictCompiler.uncached().compile(bytes, new CompileOptions(LIMITS, Mode.COMPILED));
        var options =
                new InstanceOptions(
                        1 << 20,
                        50_000,
                        1_000_000,
                        new FuelGauge(Long.MAX_VALUE),
                        MemoryPool.NONE,
                        null);
        try (GuestInstance guest = compiled.instantiate(ImportValues.empty(), options)) {
            for (int index : new int[] {0, 1, 199, 200, 1_500, 12_799, 12_800, 12_999}) {
                assertEquals(2L * index, guest.call("run", index)[0]);
            }
        }
    }

    @Test
    @DisplayName("branches from the innermost of many blocks to each of them")
    void manyExits() throws InvalidModuleException {
        int count = 1_200;
        ModuleWriter module = new ModuleWriter();
        int type = module.type(new int[] {I32}, new int[] {I32});
        Bytes code = new Bytes().repeat(count, Bytes.of(0x02, 0x40));
        code.u8(0x20, 0, 0x0E).u32(count - 1L);
        for (int i = 0; i < count; i++) {
            code.u32(i);
        }
        for (int i = 0; i < count; i++) {
            // A block continues with the next one if the sum is odd, and returns the sum otherwise.
            code.u8(0x0B, 0x20, 1, 0x41, 3, 0x6C, 0x41).s64(i * 7L).u8(0x6A, 0x22, 1);
            code.u8(0x41, 1, 0x71, 0x45, 0x04, 0x40, 0x20, 1, 0x0F, 0x0B);
        }
        code.u8(0x20, 1);
        module.export("run", 0, module.function(type, new int[] {I32}, code));
        byte[] bytes = module.toByteArray();
        for (int index : new int[] {0, 1, 331, 332, 599, 600, 1_000, 1_198, 1_199, -1}) {
            same(bytes, index);
        }
    }

    @Test
    @DisplayName("splits an expression that is longer than a method")
    void longExpression() throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int type = module.type(new int[] {I32}, new int[] {I32});
        Bytes code = Bytes.of(0x20, 0);
        for (int i = 0; i < 30_000; i++) {
            code.u8(0x20, 0, 0x41).s64(i).u8(0x6C, 0x73);
        }
        module.export("run", 0, module.function(type, NONE, code));
        same(module.toByteArray(), 12_345);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT"})
    @DisplayName("writes code that calls nothing but what is listed")
    void callsWhatIsListed(Mode mode) throws InvalidModuleException, IOException {
        Set<String> calls = new TreeSet<>();
        Set<String> fields = new TreeSet<>();
        for (String kernel : new String[] {"fib", "sha256", "matrix", "quicksort"}) {
            look(
                    Files.readAllBytes(GUESTS.resolve("kernels/" + kernel + ".wasm")),
                    mode,
                    calls,
                    fields);
        }
        for (int seed = 1; seed <= 40; seed++) {
            look(RandomModule.hosted(seed), mode, calls, fields);
        }
        Set<String> owners =
                Set.of(
                        "org/vexhost/sandbox/guest/support/CodeSupport",
                        "org/vexhost/sandbox/codegen/runtime/Access",
                        "org/vexhost/sandbox/codegen/runtime/BoundedAccess",
                        "org/vexhost/sandbox/codegen/runtime/DirectAccess",
                        "org/vexhost/sandbox/codegen/runtime/Arithmetic");
        Set<String> jdk =
                Set.of(
                        "java/lang/Object.<init>",
                        "java/lang/Math.sqrt",
                        "java/lang/Integer.numberOfLeadingZeros",
                        "java/lang/Integer.numberOfTrailingZeros",
                        "java/lang/Integer.bitCount",
                        "java/lang/Integer.rotateLeft",
                        "java/lang/Integer.rotateRight",
                        "java/lang/Long.numberOfLeadingZeros",
                        "java/lang/Long.numberOfTrailingZeros",
                        "java/lang/Long.bitCount",
                        "java/lang/Long.rotateLeft",
                        "java/lang/Long.rotateRight",
                        "java/lang/Float.floatToRawIntBits",
                        "java/lang/Float.intBitsToFloat",
                        "java/lang/Double.doubleToRawLongBits",
                        "java/lang/Double.longBitsToDouble");
        for (String call : calls) {
            String owner = call.substring(0, call.indexOf('.'));
            // C2 of older JDKs gets the exits of loops wrong that turn on it.
            boolean isNewer =
                    Runtime.version().feature() >= 21
                            && call.equals("java/lang/Integer.compareUnsigned");
            assertTrue(owners.contains(owner) || jdk.contains(call) || isNewer, call);
        }
        Set<String> memory =
                Set.of(
                        "data", "limit", "fuel", "slices", "stopped", "depth", "global0", "global1",
                        "globals", "owner", "passed");
        for (String field : fields) {
            assertTrue(
                    field.startsWith("org/vexhost/sandbox/guest/FlatMemory.")
                            && memory.contains(field.substring(field.indexOf('.') + 1)),
                    field);
        }
    }

    private static void look(byte[] module, Mode mode, Set<String> calls, Set<String> fields)
            throws InvalidModuleException {
        Map<String, byte[]> classes = classes(module, mode);
        for (byte[] bytes : classes.values()) {
            new ClassReader(bytes)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access,
                                        String name,
                                        String descriptor,
                                        String signature,
                                        String[] exceptions) {
                                    return new References(classes.keySet(), calls, fields);
                                }
                            },
                            0);
        }
    }

    /** Collects what a method refers to outside of its module. */
    private static final class References extends MethodVisitor {

        private final Set<String> own;
        private final Set<String> calls;
        private final Set<String> fields;

        References(Set<String> own, Set<String> calls, Set<String> fields) {
            super(Opcodes.ASM9);
            this.own = own;
            this.calls = calls;
            this.fields = fields;
        }

        private boolean isOwn(String owner) {
            return own.contains(owner.replace('/', '.'));
        }

        @Override
        public void visitMethodInsn(
                int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (!isOwn(owner)) {
                calls.add(owner + "." + name);
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (!isOwn(owner)) {
                fields.add(owner + "." + name);
            }
        }
    }
}
