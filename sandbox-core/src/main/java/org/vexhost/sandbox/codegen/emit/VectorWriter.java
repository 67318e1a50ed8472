package org.vexhost.sandbox.codegen.emit;

import static org.objectweb.asm.Opcodes.*;

import org.vexhost.sandbox.binary.Vectors;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.tree.Node;
import org.vexhost.sandbox.meter.NanBits;

/**
 * Writes vector instructions. A vector is two longs, the low half first. If the lanes of an
 * instruction's result depend on one half only, its helper is called once for each half.
 */
public final class VectorWriter {

    private static final String HALF = "J";
    private static final int HALF_BITS = 64;

    private final MethodCode code;
    private final NanBits nans;
    private final VectorMemory memory;
    private final VectorTemps temps;

    public VectorWriter(MethodCode code, NanBits nans, MemoryWriter memory) {
        this.code = code;
        this.nans = nans;
        this.temps = new VectorTemps(code);
        this.memory = new VectorMemory(code, memory, temps);
    }

    /** Writes an instruction with its operands. */
    public void write(Node node) {
        byte[] takes = Vectors.lower(Op.takes(node.op));
        byte[] gives = Vectors.lower(Op.gives(node.op));
        code.need(takes.length);
        VectorForm form = VectorForm.of(node.op);
        if (form.shape() == VectorForm.Shape.MEMORY) {
            memory.write(node);
        } else {
            write(node, form);
        }
        code.popped(takes.length);
        for (byte type : gives) {
            code.pushed(type);
        }
    }

    private void write(Node node, VectorForm form) {
        switch (form.shape()) {
            case UNARY -> unary(node.op, form);
            case BINARY -> binary(node.op, form);
            case TERNARY -> ternary(node.op, form);
            case SHIFT -> shift(form);
            case WIDEN_LOW, WIDEN_HIGH -> {
                temps.store(2);
                int from = form.shape() == VectorForm.Shape.WIDEN_LOW ? 0 : 1;
                temps.loadQuarter(from, false);
                quiet(node.op, form, "I");
                temps.loadQuarter(from, true);
                quiet(node.op, form, "I");
            }
            case MULTIPLY_LOW, MULTIPLY_HIGH -> {
                temps.store(4);
                int from = form.shape() == VectorForm.Shape.MULTIPLY_LOW ? 0 : 1;
                for (boolean isUpper : new boolean[] {false, true}) {
                    temps.loadQuarter(from, isUpper);
                    temps.loadQuarter(from + 2, isUpper);
                    call(form, "II", HALF);
                }
            }
            case NARROW -> {
                temps.store(4);
                temps.load(0, 1);
                call(form, "JJ", HALF);
                temps.load(2, 3);
                call(form, "JJ", HALF);
            }
            case NARROW_ZERO -> {
                quiet(node.op, form, "JJ");
                code.mv.visitInsn(LCONST_0);
            }
            case SWIZZLE -> {
                temps.store(4);
                temps.load(0, 1, 2);
                call(form, "JJJ", HALF);
                temps.load(0, 1, 3);
                call(form, "JJJ", HALF);
            }
            case SHUFFLE -> {
                temps.store(4);
                ShuffleWriter.half(code, temps, node.first);
                ShuffleWriter.half(code, temps, node.high);
            }
            case ALL -> {
                temps.storeTop();
                call(form, HALF, "I");
                temps.loadTop();
                call(form, HALF, "I");
                code.mv.visitInsn(IAND);
            }
            case ANY -> {
                code.mv.visitInsn(LOR);
                call(form, HALF, "I");
            }
            case MASK -> {
                temps.storeTop();
                call(form, HALF, "I");
                temps.loadTop();
                call(form, HALF, "I");
                code.push(HALF_BITS / VectorLanes.bits(node.op));
                code.mv.visitInsn(ISHL);
                code.mv.visitInsn(IOR);
            }
            case SPLAT -> VectorLanes.splat(code, node.op, form);
            case EXTRACT -> VectorLanes.extract(code, temps, node);
            case REPLACE -> VectorLanes.replace(code, temps, node, form);
            default -> throw new IllegalArgumentException("no shape: " + form);
        }
    }

    private void call(VectorForm form, String takes, String gives) {
        code.call(form.owner(), form.method(), "(" + takes + ")" + gives);
    }

    /** Writes the JVM instruction, or a call of a helper that returns a half. */
    private void quiet(int op, VectorForm form, String takes) {
        if (form.opcode() >= 0) {
            code.mv.visitInsn(form.opcode());
            return;
        }
        call(form, takes, HALF);
        if (nans == NanBits.CANONICAL && VectorLanes.makesNans(op)) {
            code.call(form.owner(), "canonical", "(J)J");
        }
    }

    private void unary(int op, VectorForm form) {
        temps.storeTop();
        quiet(op, form, HALF);
        temps.loadTop();
        quiet(op, form, HALF);
    }

    private void binary(int op, VectorForm form) {
        // The low half of the first operand stays on the stack.
        temps.storeFrom(1, 3);
        temps.load(2);
        quiet(op, form, "JJ");
        temps.load(1, 3);
        quiet(op, form, "JJ");
    }

    private void ternary(int op, VectorForm form) {
        temps.storeFrom(1, 5);
        temps.load(2, 4);
        quiet(op, form, "JJJ");
        temps.load(1, 3, 5);
        quiet(op, form, "JJJ");
    }

    private void shift(VectorForm form) {
        temps.storeInt();
        temps.storeTop();
        temps.loadInt();
        shiftHalf(form);
        temps.loadTop();
        temps.loadInt();
        shiftHalf(form);
    }

    private void shiftHalf(VectorForm form) {
        if (form.opcode() >= 0) {
            code.mv.visitInsn(form.opcode());
        } else {
            call(form, "JI", HALF);
        }
    }

    /** Selects one of two vectors by the int that is the last operand. */
    public void select() {
        code.need(5);
        temps.storeInt();
        temps.storeFrom(1, 3);
        for (int[] halves : new int[][] {{2}, {1, 3}}) {
            temps.load(halves);
            temps.loadInt();
            code.call(VectorLanes.WHOLE, "select", "(JJI)J");
        }
        code.popped(3);
    }
}
