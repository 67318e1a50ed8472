package org.vexhost.sandbox.codegen.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.binary.instruction.CatchClause;
import org.vexhost.sandbox.binary.instruction.Op;

/**
 * A block that is being read. A {@code try} of the older form becomes a {@code try_table} inside
 * nested blocks, one for each of its handlers. The code of a handler follows its block, and then
 * branches to the end of the outermost block.
 */
final class OpenBlock {

    /** The node that branches to this block refer to. */
    final Node block;

    /** The list to which the next instruction is added. */
    List<Node> list;

    /**
     * The {@code try_table} for the instructions that are being read, while they can be caught
     * here; otherwise null.
     */
    private @Nullable Node catching;

    /** The {@code try_table} of a block of the older form. */
    private final @Nullable Node older;

    /** The target of exceptions that skip the blocks between here and where they are thrown. */
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

    /** Opens a {@code try} of the older form. The code around it sees a block. */
    static OpenBlock older(Node block) {
        Node older = Node.block(Op.TRY_TABLE, block.params, block.results, block.height);
        older.catches = new ArrayList<>();
        older.after = block.height + block.results.length;
        return new OpenBlock(block, older.body, older, older);
    }

    /** Returns whether exceptions of the instructions that are being read are caught here. */
    boolean isCatching() {
        return catching != null;
    }

    /** Returns whether the instructions that are being read belong to a handler of this block. */
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
     * @param tag the tag of the exceptions that it handles, or {@link CatchClause#ANY}
     * @param payload the types of the exceptions' payload
     * @param local the local for exceptions that skip blocks
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

    /** Makes the current handler store its exception in a local. */
    void keep(int local) {
        List<Node.Catch> catches = requireOlder().catches;
        int last = catches.size() - 1;
        catches.set(last, new Node.Catch(catches.get(last).tag(), false, local));
    }

    /**
     * Passes all exceptions on to another block.
     *
     * @param target the target of the branch
     * @param local the local that then holds the exception
     */
    void delegate(Node target, int local) {
        addCatch(requireOlder(), new Node.Catch(CatchClause.ANY, false, local), target);
    }

    /**
     * Returns the target for exceptions that are delegated to this block, where they are rethrown.
     */
    Node skipped() {
        if (skipped == null) {
            Node around = catching == null ? block : catching;
            skipped = Node.block(Op.BLOCK, around.params, Node.NO_TYPES, around.height);
        }
        return skipped;
    }

    /**
     * Ends the protected part of the block.
     *
     * @param local the local for exceptions that skip blocks
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
     * @param local the local for exceptions that skip blocks
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
