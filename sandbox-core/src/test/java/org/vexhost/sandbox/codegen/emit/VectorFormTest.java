package org.vexhost.sandbox.codegen.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.binary.instruction.VectorOp;
import org.vexhost.sandbox.codegen.emit.VectorForm.Shape;

/** Each instruction has its helper, and each helper an instruction. */
final class VectorFormTest {

    private static final Set<Shape> WITHOUT_HELPER =
            EnumSet.of(Shape.MEMORY, Shape.SHUFFLE, Shape.EXTRACT, Shape.SPLAT, Shape.REPLACE);

    @Test
    void helpersAreThoseOfInstructions() throws ClassNotFoundException {
        Set<String> named = new TreeSet<>();
        Set<String> owners = new TreeSet<>();
        for (int op = VectorOp.FIRST; op < VectorOp.FIRST + VectorOp.COUNT; op++) {
            if (VectorOp.name(op) == null
                    || op == VectorOp.CONST
                    || VectorOp.deterministic(op) != op) {
                continue;
            }
            VectorForm form = VectorForm.of(op);
            owners.add(form.owner());
            if (form.opcode() < 0 && !WITHOUT_HELPER.contains(form.shape())) {
                named.add(form.owner() + "." + form.method());
            }
        }
        // Of all lanes: those that loads, and the writers themselves, call.
        Set<String> others =
                Set.of("splat", "replaceLane", "zero", "select", "canonical", "extendS", "extendU");
        Set<String> found = new TreeSet<>();
        for (String owner : owners) {
            Class<?> helpers = Class.forName(owner.replace('/', '.'));
            for (Method method : helpers.getDeclaredMethods()) {
                if (!Modifier.isPublic(method.getModifiers())) {
                    continue;
                }
                assertTrue(Modifier.isStatic(method.getModifiers()), method::toString);
                assertTrue(
                        Arrays.stream(method.getParameterTypes()).allMatch(Class::isPrimitive),
                        method::toString);
                String name = owner + "." + method.getName();
                if (named.contains(name) || !others.contains(method.getName())) {
                    found.add(name);
                }
            }
        }
        Set<String> unused = new TreeSet<>(found);
        unused.removeAll(named);
        named.removeAll(found);
        assertEquals(Set.of(), named, "no such helper");
        assertEquals(Set.of(), unused, "no such instruction");
    }
}
