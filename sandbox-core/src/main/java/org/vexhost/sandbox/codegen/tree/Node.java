package org.vexhost.sandbox.codegen.tree;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.binary.instruction.CatchClause;
import org.vexhost.sandbox.binary.instruction.Op;

/**
 * A node of the tree: an instruction that control can reach, or a block with its instructions. A
 * branch refers to its target block directly instead of by depth.
 */
public final class Node {

    /** A sequence of nodes that is compiled as a separate method. Not a Wasm opcode. */
    public static final int REGION = 0x1000;

    /**
     * A tail call of a function to itself: sets the parameters, clears the other locals, and jumps
     * to the loop around the body. Not a Wasm opcode; its immediate is the number of locals.
     */
    public static final int REPEAT = 0x1001;

    /** Selects one of two vectors. Not a Wasm opcode. */
    public static final int SELECT_VECTOR = 0x1002;

    /** A branch without cost, from the end of one of several paths. Not a Wasm opcode. */
    public static final int LEAVE = 0x1003;

    /**
     * Rethrows, without cost, the exception in a local to the target of its {@code delegate}. Not a
     * Wasm opcode.
     */
    public static final int GO_ON = 0x1004;

    /**
     * Does to the fuel what a loop that only dispatches does, whose work it has: checks it, and
     * pays for reading a number and for a branch by a table. Not a Wasm opcode.
     */
    public static final int DISPATCH = 0x1005;

    static final Node[] NO_TARGETS = {};
    public static final byte[] NO_TYPES = {};

    public final int op;
    public final long first;
    public final int second;

    /** The high half of a 128-bit constant; {@link #first} is the low half. */
    public long high;

    /**
     * Whether this node costs nothing, since another node has the cost of the instruction; and for
     * a loop, whether no fuel is checked at its beginning.
     */
    public boolean isFree;

    /**
     * The catch clauses of a {@code try_table}, in order; their branch targets are in {@link
     * #targets}.
     */
    public List<Catch> catches = List.of();

    /**
     * A catch clause, with what it does with the exception in addition to passing on the payload.
     *
     * @param tag the tag of the exceptions, or {@link CatchClause#ANY}
     * @param withReference whether a reference to the exception is passed as the last operand
     * @param kept the local in which the exception is stored, or {@link #NOT_KEPT}
     */
    public record Catch(int tag, boolean withReference, int kept) {

        public static final int NOT_KEPT = -1;

        public boolean isAny() {
            return tag == CatchClause.ANY;
        }
    }

    /** The branch targets; for {@code return} and tail calls, the function itself. */
    public Node[] targets = NO_TARGETS;

    public byte[] params = NO_TYPES;
    public byte[] results = NO_TYPES;

    /** The contents of a block; for a conditional, the branch for a true condition. */
    public List<Node> body = List.of();

    /** The branch of a conditional for a false condition. */
    public List<Node> otherwise = List.of();

    /** The original parameters and results of a block, with vectors. */
    byte[] taken = NO_TYPES;

    byte[] given = NO_TYPES;

    /** The number of operands below the block's parameters. */
    public int height;

    /** The number of operands after this node, or -1 if control never continues after it. */
    public int after;

    /** The estimated size of the node's bytecode in its method, in bytes. */
    public int size;

    /** The targets of branches out of a region. */
    public List<Node> exits = List.of();

    /**
     * The locals that are live where a branch to a block arrives, or where a region begins; null if
     * all may be. A local is live if its value may be read before it is written again.
     */
    public @Nullable BitSet live;

    /** The locals that are live behind a region; null if all may be. */
    public @Nullable BitSet liveBehind;

    /** The number of bytes or elements of a bulk operation if it is constant, or -1. */
    public long units = -1;

    /**
     * For a branch back to a loop that dispatches by a number: the block behind whose end control
     * then continues, if the branch jumps there directly; else null. Fuel is counted as if the loop
     * dispatched.
     */
    public @Nullable Node direct;

    /** For a block, whether {@link #direct} branches lead to its end. */
    public boolean isJumpedTo;

    /** The work of a loop; for a block that is jumped to, of the loop around it. */
    public Work work = Work.NOTHING;

    /** The work in one iteration of a loop. */
    public enum Work {
        /** Only counting: a compiler can compute the final state before the loop begins. */
        NOTHING,
        /** A computation that depends on the previous iterations. */
        COMPUTES,
        /** Calls. */
        CALLS
    }

    public Node(int op, long first, int second) {
        this.op = op;
        this.first = first;
        this.second = second;
    }

    /** Creates a branch to a block without cost, with all the values that it expects. */
    public static Node leave(Node block) {
        Node node = new Node(LEAVE, 0, 0);
        node.targets = new Node[] {block};
        node.after = -1;
        return node;
    }

    /** Creates a block. */
    public static Node block(int op, byte[] params, byte[] results, int height) {
        Node node = new Node(op, 0, 0);
        node.params = params;
        node.results = results;
        node.height = height;
        node.body = new ArrayList<>();
        return node;
    }

    /** Returns the types of the values that a branch to this block carries. */
    public byte[] label() {
        return op == Op.LOOP ? params : results;
    }

    /** Returns whether this is a block that contains other nodes. */
    public boolean isBlock() {
        return op == Op.BLOCK || op == Op.LOOP || op == Op.IF || op == Op.TRY_TABLE;
    }

    public boolean isRegion() {
        return op == REGION;
    }
}
