package org.vexhost.sandbox.codegen;

import java.util.ArrayList;
import java.util.List;
import org.vexhost.sandbox.binary.CatchClause;
import org.vexhost.sandbox.binary.Op;

/**
 * One instruction that can run, or a block with all instructions in it. Branches name the block
 * that they leave or repeat, not how far away it is.
 */
final class Node {

    /** A run of nodes that is compiled as a method of its own. No opcode of Wasm. */
    static final int REGION = 0x1000;

    /**
     * A tail call of the function itself: sets its parameters, makes its other locals zero, and
     * goes to the loop around its body. No opcode of Wasm; its immediate is how many locals there
     * are.
     */
    static final int REPEAT = 0x1001;

    /** Selects one of two vectors. No opcode of Wasm. */
    static final int SELECT_VECTOR = 0x1002;

    /** A branch that costs nothing: where one way of several ends. No opcode of Wasm. */
    static final int LEAVE = 0x1003;

    /**
     * Rethrows, at no cost, the exception that a local holds, to where it was delegated. No opcode
     * of Wasm.
     */
    static final int GO_ON = 0x1004;

    static final Node[] NO_TARGETS = {};
    static final byte[] NO_TYPES = {};

    final int op;
    final long first;
    final int second;

    /** The high half of a constant of 128 bits, of which {@link #first} is the low one. */
    long high;

    /** Whether this belongs to an instruction that another node has paid for. */
    boolean isFree;

    /** What a {@code try_table} catches, in order; where it branches to is in {@link #targets}. */
    List<Catch> catches = List.of();

    /**
     * What is caught, and what of it is passed on beside the payload.
     *
     * @param tag of the exceptions, or {@link CatchClause#ANY}
     * @param withReference whether a reference to the exception is the last operand then
     * @param kept the local that holds the exception from then on, or -1
     */
    record Catch(int tag, boolean withReference, int kept) {

        static final int NOT_KEPT = -1;

        boolean isAny() {
            return tag == CatchClause.ANY;
        }
    }

    /** Where branches go; for {@code return} and tail calls, the function itself. */
    Node[] targets = NO_TARGETS;

    byte[] params = NO_TYPES;
    byte[] results = NO_TYPES;

    /** What a block holds, and for a conditional what runs when the condition holds. */
    List<Node> body = List.of();

    /** What runs when the condition does not hold. */
    List<Node> otherwise = List.of();

    /** What a block takes and gives as the module has it, with vectors. */
    byte[] taken = NO_TYPES;

    byte[] given = NO_TYPES;

    /** How many operands lie below those that the block takes. */
    int height;

    /** How many operands there are behind this node, or -1 when nothing gets there. */
    int after;

    /** Estimated bytes of bytecode in the method that the node is part of. */
    int size;

    /** Where branches go that leave a region. */
    List<Node> exits = List.of();

    /** How many bytes or elements a bulk operation is for, where that is constant, or -1. */
    long units = -1;

    /** What the node does, for a loop. */
    Work work = Work.NOTHING;

    /** What one turn of a loop does. */
    enum Work {
        /** Nothing but counting, whose end a compiler can work out before it begins. */
        NOTHING,
        /** Something that is computed step by step. */
        COMPUTES,
        /** Calls. */
        CALLS
    }

    Node(int op, long first, int second) {
        this.op = op;
        this.first = first;
        this.second = second;
    }

    /** Makes a branch to the end of a block, with all that it gives. */
    static Node leave(Node block) {
        Node node = new Node(LEAVE, 0, 0);
        node.targets = new Node[] {block};
        node.after = -1;
        return node;
    }

    /** Makes a block. */
    static Node block(int op, byte[] params, byte[] results, int height) {
        Node node = new Node(op, 0, 0);
        node.params = params;
        node.results = results;
        node.height = height;
        node.body = new ArrayList<>();
        return node;
    }

    /** Returns the types of what a branch to this block takes along. */
    byte[] label() {
        return op == Op.LOOP ? params : results;
    }

    /** Returns whether this is a block, with other nodes in it. */
    boolean isBlock() {
        return op == Op.BLOCK || op == Op.LOOP || op == Op.IF || op == Op.TRY_TABLE;
    }

    boolean isRegion() {
        return op == REGION;
    }
}
