package org.vexhost.sandbox.codegen.split;

import java.util.List;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.codegen.tree.Node;

/**
 * Lets branches back to a {@link DispatchLoop} jump to a later segment directly, without the table.
 * The fuel is checked, and paid for the table, as if it were used.
 *
 * <p>Jumps to the same or an earlier segment take the way through the loop. So whatever a module
 * contains, the control flow of the generated code is reducible: each loop has a single entry, as
 * in code from Java compilers. HotSpot was tested less with irreducible control flow.
 */
final class DirectJumps {

    /**
     * At how many segments of a method more fuel is taken without a call, if the loop contains
     * none. It is faster, but more code.
     */
    private static final int WITHOUT_CALL = 16;

    private final DispatchLoop dispatch;
    private final Node start;
    private final int last;
    private int jumpedTo;

    private DirectJumps(DispatchLoop dispatch, Node start, int last) {
        this.dispatch = dispatch;
        this.start = start;
        this.last = last;
    }

    /** Makes jumps direct in all dispatch loops of a function that stays in one method. */
    static void within(List<Node> nodes) {
        for (Node node : nodes) {
            DispatchLoop dispatch = DispatchLoop.of(node);
            if (dispatch != null) {
                set(dispatch, node, 0, dispatch.blocks.size() - 1);
            } else if (node.isBlock()) {
                within(node.body);
                within(node.otherwise);
            }
        }
    }

    /**
     * Makes jumps between some segments direct.
     *
     * @param start the target of branches back to the loop
     * @param first the first of the segments, which are in the same method
     * @param last the last of the segments
     */
    static void set(DispatchLoop dispatch, Node start, int first, int last) {
        var jumps = new DirectJumps(dispatch, start, last);
        for (int i = first; i <= last; i++) {
            jumps.set(dispatch.segment(i), i);
        }
    }

    private void set(List<Node> nodes, int segment) {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.op == Op.BR && node.targets[0] == start) {
                int target = dispatch.position(dispatch.target(nodes, i));
                if (target > segment && target <= last) {
                    Node block = dispatch.blocks.get(target);
                    node.direct = block;
                    if (!block.isJumpedTo) {
                        block.isJumpedTo = true;
                        jumpedTo++;
                        boolean calls = jumpedTo > WITHOUT_CALL;
                        block.work = calls ? Node.Work.CALLS : dispatch.loop.work;
                    }
                }
            } else if (node.isBlock()) {
                set(node.body, segment);
                set(node.otherwise, segment);
            }
        }
    }
}
