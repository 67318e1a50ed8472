package org.vexhost.sandbox.codegen.emit;

import static org.objectweb.asm.Opcodes.*;

import org.vexhost.sandbox.binary.instruction.VectorOp;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.assembler.Types;
import org.vexhost.sandbox.codegen.tree.Node;
import org.vexhost.sandbox.vector.Lanes16;
import org.vexhost.sandbox.vector.Lanes32;
import org.vexhost.sandbox.vector.Lanes64;
import org.vexhost.sandbox.vector.Lanes8;

/** Writes loads and stores of vectors and of single lanes. */
final class VectorMemory {

    private static final int HALF_BYTES = 8;
    private static final int HALF_BITS = 64;

    /** The classes of the helpers, by the power of two of the lane's size in bytes. */
    private static final String[] LANES = {
        name(Lanes8.class), name(Lanes16.class), name(Lanes32.class), name(Lanes64.class)
    };

    private final MethodCode code;
    private final MemoryWriter memory;
    private final VectorTemps temps;

    VectorMemory(MethodCode code, MemoryWriter memory, VectorTemps temps) {
        this.code = code;
        this.memory = memory;
        this.temps = temps;
    }

    private static String name(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    /** Writes an instruction whose operands are on the stack. */
    void write(Node node) {
        int op = node.op;
        if (op == VectorOp.LOAD) {
            load(node.first);
        } else if (op == VectorOp.STORE) {
            store(node.first);
        } else if (op >= VectorOp.FIRST_LOAD_LANE && op < VectorOp.FIRST_STORE_LANE) {
            loadLane(node, op - VectorOp.FIRST_LOAD_LANE);
        } else if (op >= VectorOp.FIRST_STORE_LANE && op <= VectorOp.LAST_STORE_LANE) {
            storeLane(node, op - VectorOp.FIRST_STORE_LANE);
        } else {
            others(node);
        }
    }

    /** Pushes a lane from the address on the stack. */
    private void loadBits(long offset, int power) {
        String[] widths = {"8", "16", "32", "64"};
        memory.place(offset, "load" + widths[power], "", "BSIJ".charAt(power));
    }

    private void storeBits(long offset, int power) {
        String[] widths = {"8", "16", "32", "64"};
        memory.place(offset, "store" + widths[power], "BSIJ".substring(power, power + 1), 'V');
    }

    private void load(long offset) {
        temps.storeInt();
        temps.loadInt();
        loadBits(offset, 3);
        temps.loadInt();
        loadBits(offset + HALF_BYTES, 3);
    }

    /** Stores the high half first, so that nothing is written if any part is out of bounds. */
    private void store(long offset) {
        temps.store(2);
        temps.storeInt();
        // With such an offset, the low half is always out of bounds.
        boolean isBeyond = offset + HALF_BYTES > Integer.MAX_VALUE;
        for (int half : isBeyond ? new int[] {0, 1} : new int[] {1, 0}) {
            temps.loadInt();
            temps.load(half);
            storeBits(offset + (long) half * HALF_BYTES, 3);
        }
    }

    private void loadLane(Node node, int power) {
        temps.storeFrom(2, 2);
        loadBits(node.first, power);
        byte type = power == 3 ? Types.I64 : Types.I32;
        temps.storeValue(type);
        temps.load(2, 3);
        VectorLanes.replace(
                code,
                temps,
                node.second << power << 3,
                () -> temps.loadValue(type),
                power == 3,
                LANES[power],
                'I');
    }

    private void storeLane(Node node, int power) {
        int bit = node.second << power << 3;
        VectorLanes.keepHalf(code, temps, bit);
        VectorLanes.shiftDown(code, bit % HALF_BITS);
        if (power < 3) {
            code.mv.visitInsn(L2I);
        }
        if (power < 2) {
            code.mv.visitInsn(power == 0 ? I2B : I2S);
        }
        storeBits(node.first, power);
    }

    private void others(Node node) {
        String name = VectorOp.name(node.op);
        switch (name) {
            case "v128.load8_splat" -> splat(node, 0);
            case "v128.load16_splat" -> splat(node, 1);
            case "v128.load32_splat" -> splat(node, 2);
            case "v128.load64_splat" -> splat(node, 3);
            case "v128.load32_zero" -> {
                loadBits(node.first, 2);
                code.call(LANES[2], "zero", "(I)J");
                code.mv.visitInsn(LCONST_0);
            }
            case "v128.load64_zero" -> {
                loadBits(node.first, 3);
                code.mv.visitInsn(LCONST_0);
            }
            default -> {
                int power = name.contains("8x8") ? 1 : name.contains("16x4") ? 2 : 3;
                String helper = name.endsWith("_s") ? "extendS" : "extendU";
                loadBits(node.first, 3);
                temps.storeFrom(0, 1);
                for (boolean isUpper : new boolean[] {false, true}) {
                    temps.loadQuarter(0, isUpper);
                    code.call(LANES[power], helper, "(I)J");
                }
            }
        }
    }

    private void splat(Node node, int power) {
        loadBits(node.first, power);
        if (power < 3) {
            code.call(LANES[power], "splat", "(I)J");
        }
        code.mv.visitInsn(DUP2);
    }
}
