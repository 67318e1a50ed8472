package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.tree.Node;

/** The open blocks of the method that is being written, and the branches to them. */
final class OpenBlocks {

    private final MethodCode code;
    private final CodeWriter.Exits exits;
    private final Map<Node, Label> labels = new HashMap<>();
    private final Map<Node, Label> directs = new HashMap<>();
    private final Set<Node> targeted = new HashSet<>();

    OpenBlocks(MethodCode code, CodeWriter.Exits exits) {
        this.code = code;
        this.exits = exits;
    }

    /** Opens a block with the label for its branches. */
    void open(Node block, Label label) {
        labels.put(block, label);
    }

    /** Closes a block, and returns its label; null if it is not the target of any branch. */
    @Nullable Label close(Node block) {
        Label label = labels.remove(block);
        return targeted.contains(block) ? label : null;
    }

    /** Returns whether a block is open in this method. All others are open in a calling method. */
    boolean isInside(Node target) {
        return labels.containsKey(target);
    }

    /** Returns the label of a block; the values must already be where the block expects them. */
    Label label(Node target) {
        Label label = labels.get(target);
        if (label == null) {
            return exits.outside(target);
        }
        targeted.add(target);
        return label;
    }

    /** Branches to a block, with the last operands as its values. */
    void branch(Node target) {
        transfer(target);
        code.mv.visitJumpInsn(GOTO, label(target));
    }

    /** Returns the label for direct jumps to the end of a block, which may be anywhere. */
    Label direct(Node block) {
        return directs.computeIfAbsent(block, made -> new Label());
    }

    /** Jumps to the end of a block that may not be open. It must be in this method. */
    void jump(Node block) {
        code.spill();
        code.mv.visitJumpInsn(GOTO, direct(block));
    }

    /** Returns from the function, with the last operands as its results. */
    void back(Node root) {
        if (isInside(root)) {
            code.need(root.results.length);
            exits.leave();
        } else {
            branch(root);
        }
    }

    /** Moves the last operands to where a block expects them; afterwards the stack is empty. */
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

    /** Returns whether a branch to a block has to move values. */
    boolean moves(Node target) {
        int count = target.label().length;
        return count > 0
                && (code.height() - count != target.height
                        || (!isInside(target) && !code.areSlotsInFrame()));
    }
}
