package org.vexhost.sandbox.codegen.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.codegen.tree.Node;

@DisplayName("A loop that jumps to the segment whose number is in a local")
final class DispatchLoopTest {

    private static final int SELECTOR = 0;
    private static final int ADDED = 1;
    private static final int SEGMENTS = 8;

    private final Node root = block(Op.BLOCK);
    private final Node loop = block(Op.LOOP);
    private final List<Node> blocks = new ArrayList<>();

    /** For each segment, the branch at its end, which leads to the first or to the next segment. */
    private final List<Node> branches = new ArrayList<>();

    @BeforeEach
    void write() {
        for (int i = 0; i < SEGMENTS; i++) {
            blocks.add(block(Op.BLOCK));
        }
        Node table = branch(Op.BR_TABLE, blocks.toArray(Node[]::new));
        List<Node> body = List.of(node(Op.LOCAL_GET, SELECTOR, 1), table);
        for (int i = 0; i < SEGMENTS; i++) {
            blocks.get(i).body = new ArrayList<>(body);
            Node branch = branch(Op.BR, loop);
            branches.add(branch);
            body =
                    List.of(
                            blocks.get(i),
                            node(Op.I32_CONST, i % 2 == 0 ? i + 1 : 0, 1),
                            node(Op.LOCAL_SET, SELECTOR, 0),
                            branch);
        }
        loop.body = new ArrayList<>(body);
        root.body = new ArrayList<>(List.of(loop));
    }

    private static Node node(int op, long first, int after) {
        Node node = new Node(op, first, 0);
        node.after = after;
        return node;
    }

    private static Node branch(int op, Node... targets) {
        Node branch = node(op, 0, -1);
        branch.targets = targets;
        return branch;
    }

    private static Node block(int op) {
        return Node.block(op, Node.NO_TYPES, Node.NO_TYPES, 0);
    }

    private boolean split(int maxBytes) {
        return new Splitter(maxBytes).split(root, Sizes.set(root.body), ADDED);
    }

    private static List<Node> regions(List<Node> nodes) {
        List<Node> regions = new ArrayList<>();
        for (Node node : nodes) {
            if (node.isRegion()) {
                regions.add(node);
            }
            regions.addAll(regions(node.body));
            regions.addAll(regions(node.otherwise));
        }
        return regions;
    }

    @Test
    @DisplayName("jumps directly to later segments if its function stays in one method")
    void jumpsDirectly() {
        assertFalse(split(10_000));
        for (int i = 0; i < SEGMENTS; i += 2) {
            assertSame(blocks.get(i + 1), branches.get(i).direct);
            assertTrue(blocks.get(i + 1).isJumpedTo);
        }
        assertFalse(blocks.get(2).isJumpedTo, "nothing leads there but the table");
    }

    @Test
    @DisplayName("jumps to earlier segments by the table, so that each loop has one entry")
    void jumpsBackByTheTable() {
        assertFalse(split(10_000));
        for (int i = 1; i < SEGMENTS; i += 2) {
            assertNull(branches.get(i).direct);
            assertSame(loop, branches.get(i).targets[0]);
        }
        assertFalse(blocks.get(0).isJumpedTo);
    }

    @Test
    @DisplayName("is divided into groups of segments that jump directly among themselves")
    void isDividedIntoGroups() {
        assertTrue(split(40));
        // Two segments each; what remains around them is too large too.
        assertEquals(SEGMENTS / 2 + 1, regions(root.body).size());
        for (int i = 0; i < SEGMENTS; i += 2) {
            assertSame(blocks.get(i + 1), branches.get(i).direct);
            assertNull(branches.get(i + 1).direct);
        }
        assertNotSame(branches.get(1).targets[0], branches.get(3).targets[0]);
    }

    @Test
    @DisplayName("is not one if it can begin again with an unknown number")
    void isNotOneWithUnknownNumbers() {
        loop.body.set(1, node(Op.LOCAL_GET, SELECTOR, 1));
        assertFalse(split(40));
        branches.forEach(branch -> assertNull(branch.direct));
    }

    @Test
    @DisplayName("is not divided where a branch leads from one group into another")
    void isNotDividedWithBranchesBetweenGroups() {
        blocks.get(1).body.add(1, branch(Op.BR_IF, blocks.get(SEGMENTS - 1)));
        assertFalse(split(40));
        branches.forEach(branch -> assertNull(branch.direct));
    }
}
