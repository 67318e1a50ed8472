package org.vexhost.sandbox.codegen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.binary.CatchClause;
import org.vexhost.sandbox.binary.Op;

/**
 * A block while it is read. A {@code try} of the older form becomes a {@code try_table} within as
 * many blocks as it has handlers, one in the other: each handler stands behind one of them, and
 * leaves for the end of all.
 */
final class OpenBlock {

    /** What branches go to that name the block. */
    final Node block;

    /** Where the next instruction goes. */
    List<Node> list;

    /** What catches, while instructions are read whose exceptions it gets; else null. */
    private @Nullable Node catching;

    /** What catches, for a block of the older form. */
    private final @Nullable Node older;

    /** What exceptions branch to that skip blocks between here and where they are thrown. */
    private @Nullable Node skipped;

    private OpenBlock(Node block, List<Node> list, @Nullable Node catching, @Nullable Node older) {
        this.block = block;
        this.list = list;
        this.catching = catching;
        this.older = older;
    }

    /** Opens a block, a loop, a conditional or a {@code try_table}. */
    static OpenBlock of(Node block) {
        return new OpenBlock(block, block.body, block.op == Op.TRY_TABLE ? block : null, null);
    }

    /** Opens a {@code try} of the older form, which is a block for all around it. */
    static OpenBlock older(Node block) {
        Node older = Node.block(Op.TRY_TABLE, block.params, block.results, block.height);
        older.catches = new ArrayList<>();
        older.after = block.height + block.results.length;
        return new OpenBlock(block, older.body, older, older);
    }

    /** Whether exceptions of what is read now are caught here. */
    boolean isCatching() {
        return catching != null;
    }

    /** Whether what is read now handles an exception that was caught here. */
    boolean isHandling() {
        return older != null && catching == null;
    }

    private Node requireOlder() {
        if (older == null) {
            throw new IllegalStateException("handler without try");
        }
        return older;
    }

    /**
     * Begins a handler.
     *
     * @param tag of what it handles, or {@link CatchClause#ANY}
     * @param payload types of what exceptions carry
     * @param local what holds those that skipped blocks
     */
    void handler(int tag, byte[] payload, int local) {
        Node caught = requireOlder();
        List<Node> before = list;
        if (isCatching()) {
            endBody(local);
            before = new ArrayList<>(List.of(caught));
        }
        before.add(Node.leave(block));
        Node behind = Node.block(Op.BLOCK, Node.NO_TYPES, payload, block.height);
        behind.body = before;
        behind.after = block.height + payload.length;
        addCatch(caught, new Node.Catch(tag, false, Node.Catch.NOT_KEPT), behind);
        list = new ArrayList<>(List.of(behind));
    }

    private static void addCatch(Node caught, Node.Catch what, Node target) {
        caught.catches.add(what);
        caught.targets = Arrays.copyOf(caught.targets, caught.targets.length + 1);
        caught.targets[caught.targets.length - 1] = target;
    }

    /** Has the handler that is read keep what it handles in a local. */
    void keep(int local) {
        List<Node.Catch> catches = requireOlder().catches;
        int last = catches.size() - 1;
        catches.set(last, new Node.Catch(catches.get(last).tag(), false, local));
    }

    /**
     * Leaves all exceptions to another block.
     *
     * @param target what they branch to
     * @param local what holds them then
     */
    void delegate(Node target, int local) {
        addCatch(requireOlder(), new Node.Catch(CatchClause.ANY, false, local), target);
    }

    /** Returns what exceptions branch to that are left to this block: they are thrown there. */
    Node skipped() {
        if (skipped == null) {
            Node around = catching == null ? block : catching;
            skipped = Node.block(Op.BLOCK, around.params, Node.NO_TYPES, around.height);
        }
        return skipped;
    }

    /**
     * Ends what exceptions are caught of.
     *
     * @param local what holds those that skipped blocks
     */
    private void endBody(int local) {
        Node around = catching == null ? block : catching;
        catching = null;
        if (skipped != null) {
            list.add(Node.leave(around));
            skipped.body = list;
            skipped.after = around.height;
            Node goOn = new Node(Node.GO_ON, local, 0);
            goOn.after = -1;
            around.body = new ArrayList<>(List.of(skipped, goOn));
            skipped = null;
        }
    }

    /**
     * Ends the block.
     *
     * @param local what holds exceptions that skipped blocks
     */
    void end(int local) {
        boolean isBody = isCatching() || older == null;
        if (isBody) {
            endBody(local);
        }
        if (older != null) {
            block.body = isBody ? new ArrayList<>(List.of(older)) : list;
        }
    }
}
