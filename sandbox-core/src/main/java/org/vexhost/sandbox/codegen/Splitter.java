package org.vexhost.sandbox.codegen;

import java.util.ArrayList;
import java.util.List;
import org.vexhost.sandbox.binary.Op;

/**
 * Splits functions that come to more bytecode than the JVM compiles well, or takes at all. Runs of
 * nodes become regions, methods of their own: first those that are left in few ways, such as the
 * cases of an interpreter's loop, so that what dispatches to them stays in one piece. A loop that
 * fits into a region is kept whole.
 */
final class Splitter {

    /** Regions with more ways out are not made, unless nothing else helps. */
    private static final int FEW_EXITS = 6;

    /** Code that is shorter stays where it is. */
    private static final int SMALL = 48;

    /** What a call of a region comes to, and each way out of it. */
    private static final int REGION_CALL = 14;

    private static final int PER_EXIT = 5;

    /** A method has a case for the ways out that end in it; all others it hands on. */
    private static final int MAX_COUNTED_EXITS = 50;

    /** Code of the guest's that stays in a split function has its locals in the frame. */
    private static final int FRAME_FACTOR = 2;

    private final int maxBytes;

    /**
     * Makes a splitter.
     *
     * @param maxBytes estimated bytes of bytecode that a method may have
     */
    Splitter(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Splits a function whose nodes have sizes, if it is too large. */
    void split(Node root, int size) {
        if (size > maxBytes) {
            leaves(root.body, root);
            spine(root);
        }
    }

    // First: what is left in few ways.

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
                    if (node.isBlock()) {
                        leaves(node.body, node);
                        leaves(node.otherwise, node);
                    }
                }
                out.addAll(statement);
            }
        }
        close(run, runSize, out);
        replace(nodes, out);
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

    /** Makes a region of a run, if it is worth it. */
    private void close(List<Node> run, int size, List<Node> out) {
        if (size < SMALL) {
            out.addAll(run);
        } else {
            out.add(region(run));
        }
        run.clear();
    }

    private static Node region(List<Node> run) {
        Node region = new Node(Node.REGION, 0, 0);
        region.body = new ArrayList<>(run);
        region.after = run.get(run.size() - 1).after;
        region.exits = Survey.of(run).exits;
        region.size = REGION_CALL + PER_EXIT * Math.min(MAX_COUNTED_EXITS, region.exits.size());
        return region;
    }

    /**
     * Cuts nodes where nothing lies on the stack but what is there when the block begins, and else
     * where they get too long.
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
    static int size(List<Node> nodes) {
        int sum = 0;
        for (Node node : nodes) {
            sum += node.size;
        }
        return sum;
    }

    // Then: what holds them together, from the inside out, if it is still too much.

    private void spine(Node block) {
        int size = 0;
        for (Node node : block.body) {
            size += measure(node);
        }
        for (Node node : block.otherwise) {
            size += measure(node);
        }
        if (size > maxBytes) {
            chunks(block.body, block);
            chunks(block.otherwise, block);
            size = size(block.body) + size(block.otherwise);
        }
        block.size = size + 8 + Sizes.handlers(block);
    }

    /** Returns what a node comes to in a split function, made smaller where it can be. */
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
            // All of it fits into one: it is for the block around to make a region of it.
            out.addAll(run);
        }
        replace(nodes, out);
    }
}
