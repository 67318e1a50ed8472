package org.vexhost.sandbox.codegen.split;

import java.util.List;
import org.vexhost.sandbox.binary.instruction.AtomicOp;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.VectorOp;
import org.vexhost.sandbox.codegen.emit.BranchTable;
import org.vexhost.sandbox.codegen.emit.VectorForm;
import org.vexhost.sandbox.codegen.tree.Node;

/**
 * Estimates the size of the bytecode of nodes, and determines what each loop does in an iteration
 * ({@link Node.Work}). For code from common compilers, sizes are within a third of the real ones.
 */
public final class Sizes {

    private static final int CALL = 26;
    private static final int INDIRECT_CALL = 32;
    private static final int ACCESS = 9;
    private static final int ATOMIC = 10;
    private static final int LOOP = 60;
    private static final int SELECT_VECTOR = 40;
    private static final int PER_LOCAL = 3;
    static final int PER_TARGET = 4;
    private static final int HANDLER = 24;
    private static final int CATCH = 16;
    private static final int PER_VALUE = 8;

    private Sizes() {}

    /** Sets the sizes of nodes, and returns their sum. */
    public static int set(List<Node> nodes) {
        return set(nodes, new Seen());
    }

    private static int set(List<Node> nodes, Seen around) {
        int sum = 0;
        for (Node node : nodes) {
            node.size = of(node, around);
            sum += node.size;
        }
        return sum;
    }

    /** Returns the size of a branch table. */
    static int table(int targets) {
        return 20 + PER_TARGET * Math.min(targets, BranchTable.DIRECT);
    }

    /** Returns the size of a block's exception handling. */
    static int handlers(Node block) {
        int size = block.catches.isEmpty() ? 0 : HANDLER;
        for (Node target : block.targets) {
            size += CATCH + PER_VALUE * target.label().length;
        }
        return size;
    }

    private static int of(Node node, Seen around) {
        if (node.isBlock()) {
            Seen seen = node.op == Op.LOOP ? new Seen() : around;
            int size = set(node.body, seen) + set(node.otherwise, seen) + 8;
            if (node.op == Op.LOOP) {
                node.work = seen.work();
                around.add(seen);
                size += LOOP;
            }
            return size + handlers(node);
        }
        around.note(node.op);
        return switch (node.op) {
            case Op.LOCAL_GET, Op.LOCAL_SET -> 2;
            case Op.LOCAL_TEE, Op.I32_CONST, Op.I64_CONST, Op.F32_CONST, Op.F64_CONST -> 3;
            case Op.CALL -> CALL;
            case Op.CALL_INDIRECT -> INDIRECT_CALL;
            case Op.RETURN_CALL -> CALL + 8;
            case Op.RETURN_CALL_INDIRECT -> INDIRECT_CALL + 8;
            case Node.SELECT_VECTOR -> SELECT_VECTOR;
            case Node.REPEAT -> (int) node.first * PER_LOCAL + 8;
            case Op.BR_IF, Op.BR, Op.RETURN, Node.LEAVE -> 8;
            case Op.THROW, Op.THROW_REF, Op.RETHROW, Node.GO_ON -> CALL;
            case Op.BR_TABLE -> table(node.targets.length);
            case Op.GLOBAL_GET, Op.GLOBAL_SET -> 8;
            default -> {
                if (VectorOp.is(node.op)) {
                    yield VectorForm.of(node.op).bytes();
                }
                if (AtomicOp.is(node.op)) {
                    yield ATOMIC;
                }
                if (isAccess(node.op)) {
                    yield ACCESS;
                }
                yield isBulk(node.op) ? CALL : 3;
            }
        };
    }

    /** Returns whether an instruction is a load or store. */
    static boolean isAccess(int op) {
        return (op >= Op.FIRST_ACCESS && op <= Op.LAST_ACCESS) || VectorOp.accesses(op);
    }

    private static boolean isBulk(int op) {
        return op == Op.MEMORY_GROW || (op >= Op.MEMORY_INIT && op <= Op.TABLE_FILL);
    }

    /** The kinds of work that some nodes do. */
    private static final class Seen {
        private boolean calls;
        private boolean accesses;
        private boolean writes;
        private boolean computes;

        void add(Seen other) {
            calls |= other.calls;
            accesses |= other.accesses;
            writes |= other.writes;
            computes |= other.computes;
        }

        Node.Work work() {
            if (calls) {
                return Node.Work.CALLS;
            }
            return computes || (accesses && writes) ? Node.Work.COMPUTES : Node.Work.NOTHING;
        }

        void note(int op) {
            if (op == Op.CALL || op == Op.CALL_INDIRECT || op == Op.THROW || isBulk(op)) {
                calls = true;
            } else if (isAccess(op)) {
                accesses = true;
            } else if (op == Op.LOCAL_SET || op == Op.LOCAL_TEE || op == Node.REPEAT) {
                writes = true;
            } else if (VectorOp.is(op) || AtomicOp.is(op)) {
                computes = true;
            } else if (op >= 0x67 && op <= Op.LAST_NUMERIC) {
                computes |=
                        op != Op.I32_ADD
                                && op != Op.I32_SUB
                                && op != Op.I64_ADD
                                && op != Op.I64_SUB;
            }
        }
    }
}
