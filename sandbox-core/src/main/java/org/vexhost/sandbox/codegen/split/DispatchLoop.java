package org.vexhost.sandbox.codegen.split;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.codegen.tree.Node;

/**
 * A loop that jumps to the segment whose number is in a local, as in every function from the Go
 * compiler: nested blocks, the innermost of which contains only a branch table. A segment is the
 * code between the ends of two blocks. Control gets to it from the segment before, or by a constant
 * in the local and a branch to the loop.
 */
final class DispatchLoop {

    final Node loop;

    /** The nested blocks, the innermost first. Segment {@code i} follows block {@code i}. */
    final List<Node> blocks;

    final Node table;

    /** The local with the number of the next segment. */
    final int selector;

    /** The position of each block. */
    private final Map<Node, Integer> positions = new HashMap<>();

    /** For each target of the table, its first and its last index. */
    private final Map<Node, Integer> firsts = new HashMap<>();

    private final Map<Node, Integer> lasts = new HashMap<>();

    private DispatchLoop(Node loop, List<Node> blocks, Node table, int selector) {
        this.loop = loop;
        this.blocks = blocks;
        this.table = table;
        this.selector = selector;
        for (int i = 0; i < blocks.size(); i++) {
            positions.put(blocks.get(i), i);
        }
        for (int i = 0; i < table.targets.length; i++) {
            firsts.putIfAbsent(table.targets[i], i);
            lasts.put(table.targets[i], i);
        }
    }

    /** Returns what a node is as a loop of this kind; null if it is not. */
    static @Nullable DispatchLoop of(Node loop) {
        if (loop.op != Op.LOOP || !isPlain(loop)) {
            return null;
        }
        List<Node> blocks = new ArrayList<>();
        Node inner = loop;
        while (!inner.body.isEmpty() && isNested(inner.body.get(0))) {
            inner = inner.body.get(0);
            blocks.add(inner);
        }
        Collections.reverse(blocks);
        if (blocks.isEmpty() || inner.body.size() != 2) {
            return null;
        }
        Node get = inner.body.get(0);
        Node table = inner.body.get(1);
        boolean fits =
                get.op == Op.LOCAL_GET
                        && table.op == Op.BR_TABLE
                        && !List.of(table.targets).contains(loop)
                        && areConstant(loop.body, loop, (int) get.first);
        return fits ? new DispatchLoop(loop, blocks, table, (int) get.first) : null;
    }

    private static boolean isNested(Node node) {
        return node.op == Op.BLOCK && isPlain(node);
    }

    private static boolean isPlain(Node block) {
        return block.params.length == 0 && block.results.length == 0;
    }

    /** Returns whether each branch back to the loop follows a constant for the number. */
    private static boolean areConstant(List<Node> nodes, Node loop, int selector) {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (List.of(node.targets).contains(loop) && constant(nodes, i, selector) == null) {
                return false;
            }
            if (node.isBlock()
                    && !(areConstant(node.body, loop, selector)
                            && areConstant(node.otherwise, loop, selector))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the number that a branch at a position is preceded by; null if it is something else.
     */
    private static @Nullable Integer constant(List<Node> nodes, int at, int selector) {
        if (at < 2 || nodes.get(at).op != Op.BR) {
            return null;
        }
        Node constant = nodes.get(at - 2);
        Node set = nodes.get(at - 1);
        boolean sets = set.op == Op.LOCAL_SET && set.first == selector;
        return sets && constant.op == Op.I32_CONST ? (int) constant.first : null;
    }

    /** Returns where the loop leads after a branch back to it at a position in some nodes. */
    Node target(List<Node> nodes, int at) {
        int number = Objects.requireNonNull(constant(nodes, at, selector));
        int count = table.targets.length - 1;
        return Integer.compareUnsigned(number, count) < 0 ? table.targets[number] : otherwise();
    }

    /** Returns the code between the end of a block and that of the next one. */
    List<Node> segment(int at) {
        List<Node> around = at + 1 < blocks.size() ? blocks.get(at + 1).body : loop.body;
        return around.subList(1, around.size());
    }

    /** Returns the segment behind a block; -1 if the block is none of the nested ones. */
    int position(Node block) {
        return positions.getOrDefault(block, -1);
    }

    /** Returns whether the table has a number for a segment. */
    boolean hasNumber(int segment) {
        return firsts.containsKey(blocks.get(segment));
    }

    /** Returns the lowest number of a segment that has one. */
    int number(int segment) {
        return lowest(blocks.subList(segment, segment + 1));
    }

    /** Returns the lowest number of some segments, or 0 if they have none. */
    int lowest(List<Node> some) {
        return some.stream().filter(firsts::containsKey).mapToInt(firsts::get).min().orElse(0);
    }

    /** Returns the highest number of some segments, or -1 if they have none. */
    int highest(List<Node> some) {
        return some.stream().filter(lasts::containsKey).mapToInt(lasts::get).max().orElse(-1);
    }

    /** Returns the target for all numbers that the table does not contain. */
    Node otherwise() {
        return table.targets[table.targets.length - 1];
    }
}
