package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;

/** The blocks that are open where a method is written, and the ways to them. */
final class OpenBlocks {

    private final MethodCode code;
    private final CodeWriter.Exits exits;
    private final Map<Node, Label> labels = new HashMap<>();
    private final Set<Node> targeted = new HashSet<>();

    OpenBlocks(MethodCode code, CodeWriter.Exits exits) {
        this.code = code;
        this.exits = exits;
    }

    /** Opens a block, which branches go to by a label. */
    void open(Node block, Label label) {
        labels.put(block, label);
    }

    /** Closes a block, and returns its label; null if no branch goes to it. */
    @Nullable Label close(Node block) {
        Label label = labels.remove(block);
        return targeted.contains(block) ? label : null;
    }

    /** Whether a block is open in this method, and not in the one that calls it. */
    boolean isInside(Node target) {
        return labels.containsKey(target);
    }

    /** Returns where to jump for a block, whose values are where it takes them. */
    Label label(Node target) {
        Label label = labels.get(target);
        if (label == null) {
            return exits.outside(target);
        }
        targeted.add(target);
        return label;
    }

    /** Goes to a block, with the last operands as it takes them. */
    void branch(Node target) {
        transfer(target);
        code.mv.visitJumpInsn(GOTO, label(target));
    }

    /** Goes back from the function, whose results are the last operands. */
    void back(Node root) {
        if (isInside(root)) {
            code.need(root.results.length);
            exits.leave();
        } else {
            branch(root);
        }
    }

    /** Puts the last operands where a block takes them; the stack is empty then. */
    private void transfer(Node target) {
        byte[] values = target.label();
        code.spill();
        int from = code.height() - values.length;
        boolean toFrame = !isInside(target) && !code.areSlotsInFrame();
        for (int i = 0; i < values.length; i++) {
            if (toFrame) {
                code.loadSlot(from + i, values[i]);
                code.storeFrameSlot(target.height + i, values[i]);
            } else if (from != target.height) {
                code.loadSlot(from + i, values[i]);
                code.storeSlot(target.height + i, values[i]);
            }
        }
    }

    /** Returns whether values have to be moved on the way to a block. */
    boolean moves(Node target) {
        int count = target.label().length;
        return count > 0
                && (code.height() - count != target.height
                        || (!isInside(target) && !code.areSlotsInFrame()));
    }
}
