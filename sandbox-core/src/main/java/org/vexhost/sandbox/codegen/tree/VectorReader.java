package org.vexhost.sandbox.codegen.tree;

import java.util.BitSet;
import java.util.List;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.FuncType;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.Vectors;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.VectorOp;

/**
 * Reads instructions in a module with vectors, and replaces each vector local, global, constant and
 * operand by two integers. To do so, it tracks the positions of vectors on the operand stack.
 */
final class VectorReader {

    private final ModuleLayout source;
    private final ModuleLayout layout;
    private final byte[] locals;

    /** The index of each local, or of its first half, among the generated locals. */
    private final int[] places;

    /** The positions on the generated operand stack that hold the low half of a vector. */
    private final BitSet halves = new BitSet();

    private VectorReader(ModuleLayout source, ModuleLayout layout, byte[] locals) {
        this.source = source;
        this.layout = layout;
        this.locals = locals;
        this.places = new int[locals.length + 1];
        for (int i = 0; i < locals.length; i++) {
            places[i + 1] = places[i] + (Vectors.is(locals[i]) ? 2 : 1);
        }
    }

    /**
     * Creates a reader for a function.
     *
     * @param source the original module
     * @param layout the same module in the form that is generated
     * @param defined the index of the function among those that the module defines
     */
    static VectorReader of(ModuleLayout source, ModuleLayout layout, int defined)
            throws InvalidModuleException {
        return new VectorReader(source, layout, source.localTypes(defined));
    }

    /** Returns the number of generated locals. */
    int localCount() {
        return places[locals.length];
    }

    /** Records values that were pushed. */
    void pushed(byte[] types, int height) {
        int at = height;
        for (byte type : types) {
            boolean isVector = Vectors.is(type);
            halves.set(at, isVector);
            if (isVector) {
                halves.clear(at + 1);
            }
            at += isVector ? 2 : 1;
        }
    }

    private boolean isVectorOnTop(int height) {
        return height >= 2 && halves.get(height - 2);
    }

    /**
     * Returns the nodes for an instruction that is not a control instruction.
     *
     * @param immediate its first immediate
     * @param height the number of operands before it
     */
    List<Node> nodes(Instruction in, long immediate, int height) {
        int op = in.op();
        switch (op) {
            case Op.LOCAL_GET, Op.LOCAL_SET, Op.LOCAL_TEE -> {
                return local(op, (int) in.first());
            }
            case Op.GLOBAL_GET, Op.GLOBAL_SET -> {
                int low = (int) in.first();
                if (!Vectors.is(source.globalType(low))) {
                    return List.of(new Node(op, low, 0));
                }
                int high = layout.highGlobal(low);
                return op == Op.GLOBAL_GET
                        ? List.of(new Node(op, low, 0), free(op, high))
                        : List.of(new Node(op, high, 0), free(op, low));
            }
            case Op.DROP -> {
                Node drop = new Node(op, 0, 0);
                return isVectorOnTop(height) ? List.of(drop, free(op, 0)) : List.of(drop);
            }
            case Op.SELECT, Op.SELECT_TYPED -> {
                boolean isVector = isVectorOnTop(height - 1);
                return List.of(new Node(isVector ? Node.SELECT_VECTOR : op, immediate, 0));
            }
            default -> {}
        }
        if (VectorOp.is(op)) {
            return vector(in, op);
        }
        return List.of(new Node(op, immediate, in.second()));
    }

    private List<Node> local(int op, int index) {
        int low = places[index];
        if (!Vectors.is(locals[index])) {
            return List.of(new Node(op, low, 0));
        }
        return switch (op) {
            case Op.LOCAL_GET -> List.of(new Node(op, low, 0), free(op, low + 1));
            case Op.LOCAL_SET -> List.of(new Node(op, low + 1, 0), free(op, low));
            default ->
                    List.of(
                            new Node(Op.LOCAL_SET, low + 1, 0),
                            free(Op.LOCAL_TEE, low),
                            free(Op.LOCAL_GET, low + 1));
        };
    }

    private List<Node> vector(Instruction in, int op) {
        int bytes = in.end() - Instruction.VECTOR_BYTES;
        if (op == VectorOp.CONST) {
            Node high = free(Op.I64_CONST, bytes(bytes + Long.BYTES));
            return List.of(new Node(Op.I64_CONST, bytes(bytes), 0), high);
        }
        int same = VectorOp.deterministic(op);
        if (op == VectorOp.SHUFFLE) {
            Node node = new Node(same, bytes(bytes), 0);
            node.high = bytes(bytes + Long.BYTES);
            return List.of(node);
        }
        return List.of(new Node(same, in.first(), in.lane()));
    }

    private long bytes(int at) {
        long value = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            value = value << 8 | (source.bytes()[at + i] & 0xFF);
        }
        return value;
    }

    /** Returns an additional node for an instruction whose cost is already counted. */
    private static Node free(int op, long first) {
        Node node = new Node(op, first, 0);
        node.isFree = true;
        return node;
    }

    /** Records the results of an instruction that is not a control instruction. */
    void after(Instruction in, int height) {
        int op = in.op();
        switch (op) {
            case Op.LOCAL_GET -> pushedLast(locals[(int) in.first()], height);
            case Op.GLOBAL_GET -> pushedLast(source.globalType((int) in.first()), height);
            case Op.CALL -> pushed(source.functionType((int) in.first()), height);
            case Op.CALL_INDIRECT -> pushed(source.type((int) in.first()), height);
            case Op.LOCAL_SET, Op.LOCAL_TEE, Op.GLOBAL_SET, Op.DROP, Op.SELECT, Op.SELECT_TYPED ->
            // The operand that is now on top was already on the stack.
            {}
            default -> {
                if (Op.isFixed(op)) {
                    String gives = Op.gives(op);
                    if (!gives.isEmpty()) {
                        pushedLast((byte) gives.charAt(0), height);
                    }
                } else if (height > 0) {
                    halves.clear(height - 1);
                }
            }
        }
    }

    private void pushedLast(byte type, int height) {
        pushed(new byte[] {type}, height - (Vectors.is(type) ? 2 : 1));
    }

    private void pushed(FuncType type, int height) {
        byte[] results = type.resultCodes();
        pushed(results, height - results.length - Vectors.in(results));
    }
}
