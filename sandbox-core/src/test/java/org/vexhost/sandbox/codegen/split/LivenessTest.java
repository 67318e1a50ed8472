package org.vexhost.sandbox.codegen.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.sandbox.binary.instruction.CatchClause;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.codegen.tree.Node;

@DisplayName("The locals that are live at the ends of a region")
final class LivenessTest {

    private static final int LOCALS = 4;
    private static final int BYTES = 1_000;

    private static Node get(int local) {
        return new Node(Op.LOCAL_GET, local, 0);
    }

    private static Node set(int local) {
        return new Node(Op.LOCAL_SET, local, 0);
    }

    private static Node block(int op, Node... body) {
        Node block = new Node(op, 0, 0);
        block.body = new ArrayList<>(List.of(body));
        return block;
    }

    private static Node region(Node... body) {
        return block(Node.REGION, body);
    }

    private static Node branch(int op, Node target) {
        Node branch = new Node(op, 0, 0);
        branch.targets = new Node[] {target};
        branch.after = op == Op.BR_IF ? 0 : -1;
        return branch;
    }

    private static void examine(Node... body) {
        Liveness.set(block(Op.BLOCK, body), LOCALS, BYTES);
    }

    private static void assertLive(String expected, @Nullable BitSet live) {
        assertNotNull(live);
        assertEquals(expected, String.valueOf(live));
    }

    @Test
    void areThoseThatAreReadBeforeTheyAreWritten() {
        Node region = region(set(0), get(0), get(1), set(2));
        examine(region, get(2), set(3));
        assertLive("{1}", region.live);
        assertLive("{2}", region.liveBehind);
    }

    @Test
    void areThoseOfEachWay() {
        Node outer = block(Op.BLOCK);
        Node region = region(set(0), branch(Op.BR_IF, outer), get(1));
        outer.body = List.of(region, get(0), set(3));
        examine(outer, get(3), get(2));
        assertLive("{1, 2, 3}", region.live);
        assertLive("{0, 2}", region.liveBehind);
        assertLive("{2, 3}", outer.live);
    }

    @Test
    void areThoseOfBothBranchesOfAConditional() {
        Node conditional = block(Op.IF, get(0));
        conditional.otherwise = List.of(get(1));
        Node without = block(Op.IF, set(2), set(3));
        Node region = region(conditional, without);
        examine(region, get(2));
        assertLive("{0, 1, 2}", region.live);
    }

    @Test
    void areThoseOfTheNextIterations() {
        Node loop = block(Op.LOOP);
        Node first = region(get(0), set(1));
        Node second = region(get(1), set(0), branch(Op.BR_IF, loop));
        loop.body = List.of(first, second);
        examine(loop, get(2));
        assertLive("{0, 2}", first.live);
        assertLive("{1, 2}", first.liveBehind);
        assertLive("{0, 2}", loop.live);
        assertLive("{2}", second.liveBehind);
    }

    @Test
    void areThoseOfTheNextIterationsOfNestedLoops() {
        Node outer = block(Op.LOOP);
        Node inner = block(Op.LOOP);
        Node region = region(get(0), set(1), branch(Op.BR_IF, inner));
        inner.body = List.of(region, set(0), branch(Op.BR_IF, outer));
        outer.body = List.of(get(1), inner);
        examine(outer);
        assertLive("{0, 1}", outer.live);
        assertLive("{0}", region.live);
        assertLive("{1}", region.liveBehind);
    }

    @Test
    void areNoneWhereAFunctionEnds() {
        Node root = block(Op.BLOCK);
        Node region = region(get(0), set(1), branch(Op.RETURN, root));
        root.body = List.of(region);
        Liveness.set(root, LOCALS, BYTES);
        assertLive("{0}", region.live);
        assertLive("{}", root.live);
    }

    @Test
    void areInABodyThoseOfWhatCatchesItsExceptions() {
        Node target = block(Op.BLOCK);
        Node body = block(Op.TRY_TABLE);
        Node region = region(set(0), new Node(Op.CALL, 0, 0), set(1), set(2));
        body.body = List.of(region);
        body.catches = List.of(new Node.Catch(CatchClause.ANY, false, Node.Catch.NOT_KEPT));
        body.targets = new Node[] {target};
        target.body = List.of(body, set(0), set(2));
        examine(target, get(0), get(1));
        assertLive("{0, 1}", region.live);
    }

    @Test
    void areAllAfterATailCallOfTheFunctionToItself() {
        Node repeat = block(Op.LOOP);
        Node again = new Node(Node.REPEAT, LOCALS, 0);
        again.targets = new Node[] {repeat};
        again.after = -1;
        Node region = region(get(3), again);
        repeat.body = List.of(get(2), region);
        examine(repeat);
        assertLive("{3}", region.live);
    }

    @ParameterizedTest
    @ValueSource(ints = {3_000, 50_000})
    @DisplayName("are not known of a function that takes too long, or too much memory, to examine")
    void areExaminedWithinBounds(int locals) throws InterruptedException {
        int depth = 3_000;
        Node region = region(get(0));
        Node loop = block(Op.LOOP, region);
        for (int i = 1; i < depth; i++) {
            Node around = block(Op.LOOP);
            around.body = List.of(get(i), loop, set(i - 1), branch(Op.BR_IF, around));
            loop = around;
        }
        Node root = block(Op.BLOCK, loop);
        // As for the compiler, a deep nest takes a deep stack.
        var examining =
                new Thread(null, () -> Liveness.set(root, locals, 40 * depth), "deep", 1L << 28);
        examining.start();
        examining.join();
        assertNull(region.live);
        assertNull(loop.live);
    }
}
