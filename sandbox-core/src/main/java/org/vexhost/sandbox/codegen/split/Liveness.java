package org.vexhost.sandbox.codegen.split;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.codegen.tree.Node;

/**
 * The locals of a split function that are live where control enters or leaves a region. A local is
 * live if its value may be read before it is written again. Compilers reuse locals for temporary
 * values, so many locals that a region uses are not live at its ends, and are not copied to or from
 * the frame.
 *
 * <p>The function is examined backwards, and loops repeatedly, until nothing changes. This takes a
 * bounded time: if a function needs more, all its locals count as live.
 */
public final class Liveness {

    /**
     * The maximum of {@link #work} for each byte of the function's code, so that the time grows
     * only with the code. The functions of QuickJS, CPython, PHP, gojq and esbuild need at most 16
     * %.
     */
    private static final long WORK_PER_BYTE = 10;

    /** The maximum size of all sets, in words of 64 locals: 8 MiB. */
    private static final long MAX_WORDS = 1 << 20;

    /** How many words of a set take the time of visiting a node. */
    private static final int WORDS_AT_ONCE = 4;

    private final int words;

    /** For each block, the locals that are live where a branch to it arrives. */
    private final Map<Node, BitSet> targets = new HashMap<>();

    private final Map<Node, BitSet> starts = new HashMap<>();
    private final Map<Node, BitSet> ends = new HashMap<>();

    /** The locals that are live where an exception is caught. */
    private BitSet caught = new BitSet();

    /** The visited nodes and the words of the sets that were computed. */
    private long work;

    private final long maxWork;

    private boolean isKnown = true;

    private Liveness(int locals, int bytes) {
        words = locals / Long.SIZE + 1;
        maxWork = WORK_PER_BYTE * bytes;
    }

    /**
     * Sets the locals that are live in the nodes of a function; see {@link Node#live}.
     *
     * @param root its body, which contains regions
     * @param locals the number of its locals
     * @param bytes the estimated size of its bytecode
     */
    public static void set(Node root, int locals, int bytes) {
        var liveness = new Liveness(locals, bytes);
        liveness.targets.put(root, new BitSet());
        BitSet ignored = liveness.list(root.body, new BitSet());
        if (liveness.isKnown) {
            liveness.targets.forEach((block, live) -> block.live = live);
            liveness.starts.forEach((region, live) -> region.live = live);
            liveness.ends.forEach((region, live) -> region.liveBehind = live);
        }
    }

    private BitSet copy(BitSet set) {
        work += 1 + words / WORDS_AT_ONCE;
        return (BitSet) set.clone();
    }

    private void add(BitSet set, BitSet more) {
        work += 1 + words / WORDS_AT_ONCE;
        set.or(more);
    }

    /** Stores a set for a node. */
    private void keep(Map<Node, BitSet> sets, Node node, BitSet set) {
        sets.put(node, copy(set));
        isKnown &= (targets.size() + starts.size() + ends.size()) * (long) words <= MAX_WORDS;
    }

    /**
     * Examines nodes.
     *
     * @param live the locals that are live behind them; changed to those that are live before them
     */
    private BitSet list(List<Node> nodes, BitSet live) {
        for (int i = nodes.size() - 1; i >= 0 && isKnown; i--) {
            live = node(nodes.get(i), live);
            if (!caught.isEmpty()) {
                add(live, caught);
            }
            work++;
            isKnown &= work <= maxWork;
        }
        return live;
    }

    private BitSet node(Node node, BitSet live) {
        switch (node.op) {
            case Op.LOCAL_GET -> live.set((int) node.first);
            case Op.LOCAL_SET, Op.LOCAL_TEE -> live.clear((int) node.first);
            case Op.BLOCK -> {
                keep(targets, node, live);
                return list(node.body, live);
            }
            case Op.LOOP -> {
                return loop(node, live);
            }
            case Op.IF -> {
                keep(targets, node, live);
                BitSet otherwise = list(node.otherwise, copy(live));
                BitSet before = list(node.body, live);
                add(before, otherwise);
                return before;
            }
            case Op.TRY_TABLE -> {
                return tryTable(node, live);
            }
            case Node.REGION -> {
                keep(ends, node, live);
                BitSet before = list(node.body, live);
                keep(starts, node, before);
                return before;
            }
            default -> leave(node, live);
        }
        return live;
    }

    private BitSet target(Node block) {
        return Objects.requireNonNull(targets.get(block), "branch out of the function");
    }

    private BitSet loop(Node loop, BitSet behind) {
        while (true) {
            BitSet known = targets.getOrDefault(loop, new BitSet());
            keep(targets, loop, known);
            BitSet before = list(loop.body, copy(behind));
            add(before, known);
            if (before.equals(known) || !isKnown) {
                return before;
            }
            keep(targets, loop, before);
        }
    }

    /** Whatever is live where an exception is caught is live in the whole body. */
    private BitSet tryTable(Node block, BitSet live) {
        keep(targets, block, live);
        BitSet around = caught;
        caught = copy(around);
        for (Node target : block.targets) {
            add(caught, target(target));
        }
        BitSet before = list(block.body, live);
        add(before, caught);
        caught = around;
        return before;
    }

    /** An instruction that may branch. */
    private void leave(Node node, BitSet live) {
        if (node.after < 0) {
            live.clear();
        }
        for (Node target : node.targets) {
            add(live, target(target));
        }
        switch (node.op) {
            case Op.RETHROW, Node.GO_ON -> live.set((int) node.first);
            case Node.REPEAT -> live.clear(0, (int) node.first);
            default -> {}
        }
    }
}
