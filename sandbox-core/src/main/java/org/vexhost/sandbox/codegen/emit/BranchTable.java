package org.vexhost.sandbox.codegen.emit;

import static org.objectweb.asm.Opcodes.*;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.runtime.Arithmetic;

/**
 * Writes the jump of a branch table. A long table would exceed the size limit of a method, so it is
 * stored in strings instead, which map each index to one of the few labels.
 */
public final class BranchTable {

    /** The maximum number of entries in the method itself. */
    public static final int DIRECT = 600;

    /**
     * The number of entries in one string, as a power of two. A string in a class file has at most
     * 65,535 bytes, and a character takes up to 3 of them.
     */
    private static final int TEXT_BITS = 14;

    private static final int TEXT = 1 << TEXT_BITS;

    /** The number that is added to each entry, since the character 0 takes more bytes. */
    private static final int FIRST = 1;

    private BranchTable() {}

    /**
     * Writes a jump by the index on top of the stack, which is otherwise empty.
     *
     * @param ways the target of each index; the last entry is the target of all indexes outside the
     *     table
     * @param index a local variable for the index
     */
    public static void write(MethodCode code, Label[] ways, int index) {
        int count = ways.length - 1;
        Label otherwise = ways[count];
        MethodVisitor mv = code.mv;
        if (count <= DIRECT) {
            mv.visitTableSwitchInsn(0, count - 1, otherwise, Arrays.copyOf(ways, count));
            return;
        }
        Map<Label, Integer> numbers = new LinkedHashMap<>();
        char[] entries = new char[count];
        for (int i = 0; i < count; i++) {
            Integer known = numbers.get(ways[i]);
            int number = known == null ? numbers.size() + FIRST : known;
            numbers.put(ways[i], number);
            entries[i] = (char) number;
        }
        mv.visitVarInsn(ISTORE, index);
        code.keep(index);
        int texts = (count + TEXT - 1) / TEXT;
        Label[] parts = new Label[texts];
        Arrays.setAll(parts, made -> new Label());
        Label chosen = new Label();
        mv.visitVarInsn(ILOAD, index);
        code.push(TEXT_BITS);
        mv.visitInsn(IUSHR);
        mv.visitTableSwitchInsn(0, texts - 1, otherwise, parts);
        for (int i = 0; i < texts; i++) {
            code.place(parts[i]);
            mv.visitLdcInsn(new String(entries, i * TEXT, Math.min(TEXT, count - i * TEXT)));
            mv.visitVarInsn(ILOAD, index);
            code.push(TEXT - 1);
            mv.visitInsn(IAND);
            code.call(Arithmetic.NAME, "entry", "(Ljava/lang/String;I)I");
            mv.visitVarInsn(ISTORE, index);
            mv.visitJumpInsn(GOTO, chosen);
        }
        code.place(chosen);
        code.release(index);
        mv.visitVarInsn(ILOAD, index);
        mv.visitTableSwitchInsn(
                FIRST, numbers.size(), otherwise, numbers.keySet().toArray(Label[]::new));
    }
}
