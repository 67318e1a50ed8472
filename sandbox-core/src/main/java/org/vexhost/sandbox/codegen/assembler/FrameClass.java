package org.vexhost.sandbox.codegen.assembler;

import static org.objectweb.asm.Opcodes.*;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;

/**
 * The class of the frame that the methods of one split function share. It holds the guest's locals
 * and the operands that more than one method needs. A function creates one frame for each call.
 */
public final class FrameClass {

    private final String name;
    private final byte[] localTypes;
    private final BitSet used = new BitSet();
    private final Map<String, Byte> slots = new LinkedHashMap<>();

    public FrameClass(String name, byte[] localTypes) {
        this.name = name;
        this.localTypes = localTypes;
    }

    public String name() {
        return name;
    }

    public String type() {
        return "L" + name + ";";
    }

    /** Returns the field of a local. */
    String local(int index) {
        used.set(index);
        return "l" + index;
    }

    /** Returns the field of an operand. */
    String slot(int at, byte type) {
        String field = "s" + at + Types.letter(type);
        slots.put(field, type);
        return field;
    }

    /** Writes the class. Call this after all methods that use it are written. */
    public byte[] write() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(V17, ACC_PUBLIC | ACC_FINAL | ACC_SUPER, name, null, "java/lang/Object", null);
        used.stream().forEach(i -> field(writer, local(i), localTypes[i]));
        slots.forEach((field, type) -> field(writer, field, type));
        MethodVisitor made = writer.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
        made.visitCode();
        made.visitVarInsn(ALOAD, 0);
        made.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        used.stream()
                .filter(i -> Types.isReference(localTypes[i]))
                .forEach(
                        i -> {
                            made.visitVarInsn(ALOAD, 0);
                            made.visitInsn(ICONST_M1);
                            made.visitFieldInsn(PUTFIELD, name, local(i), "I");
                        });
        made.visitInsn(RETURN);
        made.visitMaxs(2, 1);
        made.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void field(ClassWriter writer, String field, byte type) {
        writer.visitField(ACC_PUBLIC, field, Types.descriptor(type), null, null).visitEnd();
    }
}
