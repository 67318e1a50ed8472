package org.vexhost.sandbox.codegen.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.vexhost.sandbox.codegen.assembler.FrameClass;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.guest.support.CodeSupport;

@DisplayName("A choice between many cases")
class ChoicesTest {

    private static final String OWNER = "org/vexhost/sandbox/codegen/emit/Chosen";

    /** Returns a method from int to int, whose code is written for the local of its parameter. */
    private static MethodHandle method(BiConsumer<MethodCode, Integer> code) throws Exception {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, OWNER, null, "java/lang/Object", null);
        MethodVisitor mv =
                writer.visitMethod(
                        Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "choose", "(I)I", null, null);
        mv.visitCode();
        MethodCode method =
                new MethodCode(
                        mv,
                        CodeSupport.NAMES,
                        new byte[0],
                        new FrameClass("none", new byte[0]),
                        false);
        code.accept(method, method.define(Opcodes.INTEGER));
        mv.visitMaxs(0, 0);
        mv.visitEnd();
        MethodHandles.Lookup lookup =
                MethodHandles.lookup().defineHiddenClass(writer.toByteArray(), true);
        return lookup.findStatic(
                lookup.lookupClass(), "choose", MethodType.methodType(int.class, int.class));
    }

    private static void answer(MethodCode code, int value) {
        code.push(value);
        code.mv.visitInsn(Opcodes.IRETURN);
    }

    @ParameterizedTest(name = "{0} cases")
    @DisplayName("leads to the label of its number, and for any other number to the other label:")
    @ValueSource(ints = {1, 2, 32, 64, 65, 129, 400})
    void jump(int cases) throws Throwable {
        // Every third number is missing.
        int[] keys = IntStream.range(0, cases).map(i -> i / 2 * 3 + i % 2 - 7).toArray();
        MethodHandle method =
                method(
                        (code, number) -> {
                            Label[] ways = new Label[cases];
                            Arrays.setAll(ways, made -> new Label());
                            Label otherwise = new Label();
                            Choices.jump(code, number, keys, ways, otherwise);
                            for (int i = 0; i < cases; i++) {
                                code.place(ways[i]);
                                answer(code, i);
                            }
                            code.place(otherwise);
                            answer(code, -1);
                        });
        for (int number = -20; number < 2 * cases; number++) {
            int found = Arrays.binarySearch(keys, number);
            assertEquals(Math.max(found, -1), (int) method.invokeExact(number), "of " + number);
        }
        assertEquals(-1, (int) method.invokeExact(Integer.MIN_VALUE));
        assertEquals(-1, (int) method.invokeExact(Integer.MAX_VALUE));
    }

    @ParameterizedTest(name = "{0} ranges")
    @DisplayName("leads to the range of its number:")
    @ValueSource(ints = {1, 2, 16, 17, 64})
    void range(int ranges) throws Throwable {
        int[] lasts = IntStream.range(0, ranges - 1).map(i -> i * 10 + 9).toArray();
        MethodHandle method =
                method(
                        (code, number) ->
                                Choices.range(code, number, lasts, range -> answer(code, range)));
        for (int number = -5; number < ranges * 10 + 5; number++) {
            int expected = Math.max(0, Math.min(Math.floorDiv(number, 10), ranges - 1));
            assertEquals(expected, (int) method.invokeExact(number), "of " + number);
        }
    }

    @Test
    @DisplayName("divides a list into at most 64 parts, which can be divided again")
    void parts() {
        for (int size : new int[] {1, 200, 201, 12_800, 12_801, 620_000}) {
            List<Integer> all = IntStream.range(0, size).boxed().toList();
            List<List<Integer>> parts = Choices.parts(all, 200);
            assertTrue(parts.size() <= 64, parts.size() + " parts of " + size);
            List<Integer> again = new ArrayList<>();
            parts.forEach(again::addAll);
            assertEquals(all, again);
            assertTrue(size <= 200 || parts.size() > 1, "parts of " + size);
        }
    }
}
