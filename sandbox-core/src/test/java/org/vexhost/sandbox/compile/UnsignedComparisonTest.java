package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.compile.cache.GeneratedCode;
import org.vexhost.sandbox.compile.cache.GeneratedCodeCache;
import org.vexhost.sandbox.compile.chicory.ChicoryCompiler;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.meter.Meter;
import org.vexhost.sandbox.meter.NanBits;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("Unsigned comparisons")
final class UnsignedComparisonTest {

    private static final int I32 = ModuleWriter.I32;
    private static final int I64 = ModuleWriter.I64;
    private static final int[] NONE = {};

    /** As a value, as the condition of a branch, of a block, of a choice: in this order. */
    private static final int USES = 4;

    private static final Map<Integer, String> OPERATORS =
            Map.of(
                    0x49, "<", 0x4B, ">", 0x4D, "<=", 0x4F, ">=", //
                    0x54, "<", 0x56, ">", 0x58, "<=", 0x5A, ">=");

    private static final long[] EDGES = {
        0,
        1,
        2,
        0x7FFF_FFFEL,
        0x7FFF_FFFFL,
        0x8000_0000L,
        0x8000_0001L,
        0xFFFF_FFFEL,
        0xFFFF_FFFFL,
        0x1_0000_0000L,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        -2,
        -1
    };

    private static boolean isWide(int op) {
        return op >= 0x54;
    }

    /** Exports each comparison in each use, named by its opcode and the use. */
    private static byte[] module() {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int narrow = module.type(new int[] {I32, I32}, new int[] {I32});
        int wide = module.type(new int[] {I64, I64}, new int[] {I32});
        for (int op : new TreeSet<>(OPERATORS.keySet())) {
            Bytes compare = Bytes.of(0x20, 0, 0x20, 1, op);
            Bytes[] uses = {
                compare,
                Bytes.of(0x03, 0x40)
                        .add(compare)
                        .u8(0x45, 0x04, 0x40, 0x41, 0, 0x0F, 0x0B, 0x0B)
                        .u8(0x41, 1),
                new Bytes().add(compare).u8(0x04, I32, 0x41, 1, 0x05, 0x41, 0, 0x0B),
                Bytes.of(0x41, 1, 0x41, 0).add(compare).u8(0x1B)
            };
            for (int use = 0; use < USES; use++) {
                int function = module.function(isWide(op) ? wide : narrow, NONE, uses[use]);
                module.export(op + "/" + use, 0, function);
            }
        }
        return module.toByteArray();
    }

    private static boolean expected(int op, long a, long b) {
        int order =
                isWide(op)
                        ? Long.compareUnsigned(a, b)
                        : Long.compare(a & 0xFFFF_FFFFL, b & 0xFFFF_FFFFL);
        return switch (String.valueOf(OPERATORS.get(op))) {
            case "<" -> order < 0;
            case ">" -> order > 0;
            case "<=" -> order <= 0;
            default -> order >= 0;
        };
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("are right at the edges")
    void edges(Mode mode) throws InvalidModuleException {
        var options =
                new InstanceOptions(
                        1 << 20, 10, 100_000, new FuelGauge(Long.MAX_VALUE), MemoryPool.NONE, null);
        try (GuestInstance guest =
                StrictCompiler.uncached()
                        .compile(module(), new CompileOptions(ModuleLimits.DEFAULT, mode))
                        .instantiate(ImportValues.empty(), options)) {
            for (int op : OPERATORS.keySet()) {
                for (long a : EDGES) {
                    for (long b : EDGES) {
                        long first = isWide(op) ? a : (int) a;
                        long second = isWide(op) ? b : (int) b;
                        for (int use = 0; use < USES; use++) {
                            assertEquals(
                                    expected(op, a, b) ? 1 : 0,
                                    guest.call(op + "/" + use, first, second)[0],
                                    () -> "opcode %x of %x, %x".formatted(op, a, b));
                        }
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("keep their fuel in the interpreter, however they are written there")
    void fuel() throws InvalidModuleException {
        long[] consumed = new long[2];
        Mode[] modes = {Mode.COMPILED, Mode.INTERPRETED};
        for (int i = 0; i < modes.length; i++) {
            FuelGauge gauge = new FuelGauge(Long.MAX_VALUE);
            var options = new InstanceOptions(1 << 20, 10, 100_000, gauge, MemoryPool.NONE, null);
            try (GuestInstance guest =
                    StrictCompiler.uncached()
                            .compile(module(), new CompileOptions(ModuleLimits.DEFAULT, modes[i]))
                            .instantiate(ImportValues.empty(), options)) {
                for (int op : OPERATORS.keySet()) {
                    guest.call(op + "/1", -1, 1);
                }
            }
            consumed[i] = gauge.consumed();
        }
        assertEquals(consumed[0], consumed[1]);
    }

    @Test
    @DisplayName("never reach the JDK's own where C2 may get it wrong")
    void generatedCode() throws Exception {
        Set<String> reached = new TreeSet<>();
        for (byte[] bytes : generated().values()) {
            ClassNode node = new ClassNode();
            new ClassReader(bytes).accept(node, 0);
            for (MethodNode method : node.methods) {
                method.instructions.forEach(
                        instruction -> {
                            if (instruction instanceof MethodInsnNode call) {
                                reached.add(call.owner + "." + call.name + call.desc);
                            }
                        });
            }
        }
        assertTrue(reached.stream().anyMatch(each -> each.contains("UnsignedOps.I32_LT_U")));
        for (String each : reached) {
            // Generated classes are looked at themselves; ours choose by the version of the JDK.
            if (!each.startsWith("guest/") && !each.contains("UnsignedOps")) {
                assertFalse(comparesUnsigned(each, new HashSet<>()), each);
            }
        }
    }

    @Test
    @DisplayName("are written as signed ones for the interpreter, where C2 may get them wrong")
    void interpreterCode() throws Exception {
        byte[] written =
                Meter.interpreted(
                                ModuleLayout.of(module(), ModuleLimits.DEFAULT),
                                NanBits.AS_COMPUTED)
                        .bytes();
        AtomicReference<String> found = new AtomicReference<>("");
        var bodies = ChicoryCompiler.parse(written).codeSection().functionBodies();
        for (var body : bodies) {
            body.instructions().stream()
                    .map(each -> each.opcode().name())
                    .filter(name -> name.matches("I(32|64)_(LT|GT|LE|GE)_U"))
                    .forEach(found::set);
        }
        assertEquals(Runtime.version().feature() < 21, found.get().isEmpty(), found.get());
    }

    private static Map<String, byte[]> generated() throws InvalidModuleException {
        AtomicReference<Map<String, byte[]>> kept = new AtomicReference<>(Map.of());
        new Pipeline(
                        new GeneratedCodeCache() {
                            @Override
                            public java.util.Optional<GeneratedCode> find(String key) {
                                return java.util.Optional.empty();
                            }

                            @Override
                            public void keep(String key, GeneratedCode code) {
                                Map<String, byte[]> plain = new HashMap<>();
                                code.classes()
                                        .forEach((name, file) -> plain.put(name, file.plain()));
                                kept.set(plain);
                            }
                        })
                .compile(module(), CompileOptions.DEFAULT);
        return kept.get();
    }

    /** Looks through a method and all that it calls in the same packages. */
    private static boolean comparesUnsigned(String method, Set<String> seen) throws IOException {
        int dot = method.indexOf('.');
        String owner = method.substring(0, dot);
        if (method.contains("compareUnsigned")) {
            return true;
        }
        boolean ours = owner.startsWith("com/dylibso/") || owner.startsWith("org/vexhost/");
        if (!ours || !seen.add(method)) {
            return false;
        }
        ClassNode node = new ClassNode();
        try (InputStream in = ClassLoader.getSystemResourceAsStream(owner + ".class")) {
            if (in == null) {
                return false;
            }
            new ClassReader(in).accept(node, 0);
        }
        for (MethodNode each : node.methods) {
            if (method.equals(owner + "." + each.name + each.desc)) {
                for (var instruction : each.instructions) {
                    if (instruction instanceof MethodInsnNode call
                            && comparesUnsigned(call.owner + "." + call.name + call.desc, seen)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
