package org.vexhost.sandbox.codegen.split;

import java.util.ArrayList;
import java.util.List;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.codegen.tree.Node;

/**
 * Splits functions whose bytecode is larger than the JVM compiles well, or accepts at all.
 * Sequences of nodes become regions, which are separate methods. The first to do so are sequences
 * with few exits, such as the cases of an interpreter's loop, so that the dispatch code stays in
 * one piece. A loop that fits into a region is not divided.
 */
public final class Splitter {

    /** Regions with more exits are created only if nothing else helps. */
    private static final int FEW_EXITS = 6;

    /** Shorter sequences stay where they are. */
    private static final int SMALL = 24;

    /** The estimated size of a call of a region, and of each further way out of it. */
    private static final int REGION_CALL = 12;

    private static final int PER_EXIT = 7;

    /** A method has a case for each exit whose target it contains; it passes on all others. */
    private static final int MAX_COUNTED_EXITS = 50;

    /** Guest code that stays in the main method of a split function has its locals in the frame. */
    private static final int FRAME_FACTOR = 2;

    private final int maxBytes;

    /**
     * The largest estimated size of what remains around the regions. It is larger, since one method
     * for all of an interpreter's loop is faster than two, and the estimate is rather too high.
     */
    private final int maxSpine;

    private int added;
    private boolean usesAdded;

    /**
     * Creates a splitter.
     *
     * @param maxBytes the largest estimated size of a method's bytecode, in bytes
     */
    public Splitter(int maxBytes) {
        this.maxBytes = maxBytes;
        this.maxSpine = maxBytes / 3 * 7;
    }

    /**
     * Splits a function that is too large; makes jumps direct in one that is not.
     *
     * @param root its body, whose nodes have sizes
     * @param added the index of a local that the function does not have
     * @return whether that local, an {@code i32}, is needed
     */
    public boolean split(Node root, int size, int added) {
        usesAdded = false;
        if (size > maxBytes) {
            this.added = added;
            leaves(root.body, root);
            spine(root);
        } else {
            DirectJumps.within(root.body);
        }
        return usesAdded;
    }

    // First step: sequences with few exits.

    private void leaves(List<Node> nodes, Node block) {
        var out = new ArrayList<Node>();
        var run = new ArrayList<Node>();
        int runSize = 0;
        for (List<Node> statement : statements(nodes, block)) {
            int size = size(statement);
            boolean fits = size <= maxBytes && exits(statement) <= FEW_EXITS;
            if (!run.isEmpty() && (!fits || runSize + size > maxBytes)) {
                close(run, runSize, out);
                runSize = 0;
            }
            if (fits) {
                run.addAll(statement);
                runSize += size;
            } else {
                for (Node node : statement) {
                    out.add(node.isBlock() ? divided(node) : node);
                }
            }
        }
        close(run, runSize, out);
        replace(nodes, out);
    }

    /** Splits a block that is too large, and returns what replaces it. */
    private Node divided(Node block) {
        DispatchGroups.Divided groups = DispatchGroups.divide(block, added, maxBytes);
        if (groups == null) {
            leaves(block.body, block);
            leaves(block.otherwise, block);
            return block;
        }
        usesAdded = true;
        groups.large().forEach(loop -> leaves(loop.body, loop));
        return groups.whole();
    }

    private static void replace(List<Node> nodes, List<Node> by) {
        if (!nodes.isEmpty()) {
            nodes.clear();
            nodes.addAll(by);
        }
    }

    private static int exits(List<Node> statement) {
        return Survey.of(statement).exits.size();
    }

    /** Turns a sequence into a region if that is worthwhile. */
    private void close(List<Node> run, int size, List<Node> out) {
        if (size < SMALL) {
            out.addAll(run);
        } else {
            out.add(region(run));
        }
        run.clear();
    }

    static Node region(List<Node> run) {
        Node region = new Node(Node.REGION, 0, 0);
        region.body = new ArrayList<>(run);
        region.after = run.get(run.size() - 1).after;
        region.exits = Survey.of(run).exits;
        int ways = region.exits.size() + (region.after >= 0 ? 1 : 0);
        region.size = REGION_CALL + PER_EXIT * Math.min(MAX_COUNTED_EXITS, Math.max(0, ways - 1));
        return region;
    }

    /**
     * Divides nodes into statements, at points where the stack has only the operands below the
     * block; statements that get too long are divided elsewhere.
     */
    private List<List<Node>> statements(List<Node> nodes, Node block) {
        var statements = new ArrayList<List<Node>>();
        var statement = new ArrayList<Node>();
        int size = 0;
        for (Node node : nodes) {
            if (size > 0 && size + node.size > maxBytes) {
                statements.add(statement);
                statement = new ArrayList<>();
                size = 0;
            }
            statement.add(node);
            size += node.size;
            if (node.after == block.height) {
                statements.add(statement);
                statement = new ArrayList<>();
                size = 0;
            }
        }
        if (!statement.isEmpty()) {
            statements.add(statement);
        }
        return statements;
    }

    /** Returns the sum of the sizes of nodes. */
    public static int size(List<Node> nodes) {
        int sum = 0;
        for (Node node : nodes) {
            sum += node.size;
        }
        return sum;
    }

    // Second step, if the rest is still too large: the code around the regions, from the inside
    // out.

    private void spine(Node block) {
        int size = 0;
        for (Node node : block.body) {
            size += measure(node);
        }
        for (Node node : block.otherwise) {
            size += measure(node);
        }
        if (size > maxSpine) {
            chunks(block.body, block);
            chunks(block.otherwise, block);
            size = size(block.body) + size(block.otherwise);
        }
        block.size = size + (block.op == Op.BLOCK ? 2 : 8) + Sizes.handlers(block);
    }

    /** Returns the size of a node in a split function, after reducing it where possible. */
    private int measure(Node node) {
        if (node.isBlock()) {
            spine(node);
        } else if (!node.isRegion() && node.op != Op.BR_TABLE) {
            node.size *= FRAME_FACTOR;
        }
        return node.size;
    }

    private void chunks(List<Node> nodes, Node block) {
        var out = new ArrayList<Node>();
        var run = new ArrayList<Node>();
        int runSize = 0;
        for (List<Node> statement : statements(nodes, block)) {
            int size = size(statement);
            if (!run.isEmpty() && runSize + size > maxBytes) {
                close(run, runSize, out);
                runSize = 0;
            }
            run.addAll(statement);
            runSize += size;
        }
        if (!out.isEmpty()) {
            close(run, runSize, out);
        } else {
            // Everything fits into one region, so the enclosing block can make a region of it.
            out.addAll(run);
        }
        replace(nodes, out);
    }
}
