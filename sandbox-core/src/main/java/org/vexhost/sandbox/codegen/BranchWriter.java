package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.Label;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.assembler.Types;
import org.vexhost.sandbox.codegen.emit.BranchTable;
import org.vexhost.sandbox.codegen.emit.FuelWriter;
import org.vexhost.sandbox.codegen.emit.FunctionContext;
import org.vexhost.sandbox.codegen.tree.Node;

/** Writes branches: by a condition, by a table, and back to the start of a function. */
final class BranchWriter {

    private final FunctionContext context;
    private final MethodCode code;
    private final FuelWriter fuel;
    private final OpenBlocks blocks;
    private final Conditions conditions;

    BranchWriter(
            FunctionContext context,
            MethodCode code,
            FuelWriter fuel,
            OpenBlocks blocks,
            Conditions conditions) {
        this.context = context;
        this.code = code;
        this.fuel = fuel;
        this.blocks = blocks;
        this.conditions = conditions;
    }

    /**
     * Writes a tail call to the same function as a jump to its start, with the last operands as its
     * parameters.
     */
    void repeat(Node node) {
        // One unit for the instruction, and one for entering the function.
        fuel.cost(2);
        fuel.flush();
        int params = context.type.paramCount();
        code.need(params);
        for (int i = params - 1; i >= 0; i--) {
            code.setLocal(i);
        }
        for (int i = params; i < node.first; i++) {
            byte type = code.guestType(i);
            code.mv.visitInsn(Types.zero(type));
            code.pushed(type);
            code.setLocal(i);
        }
        blocks.branch(node.targets[0]);
    }

    /**
     * Writes a branch that is taken if a condition holds.
     *
     * @param comparison the comparison whose operands are on the stack, or {@link
     *     Conditions#NO_COMPARISON}
     */
    void branchIf(Node node, int comparison, boolean holds) {
        fuel.cost(1);
        fuel.flush();
        Node target = node.targets[0];
        Conditions.Condition condition = conditions.prepare(comparison, holds);
        if (!blocks.moves(target)) {
            condition.jump(true, blocks.label(target));
            return;
        }
        Label stay = new Label();
        condition.jump(false, stay);
        blocks.branch(target);
        code.place(stay);
    }

    /** Writes a branch to one of several targets, by the top operand. */
    void table(Node node) {
        code.need(1);
        int count = node.targets.length - 1;
        if (code.onStack() > 1) {
            code.mv.visitVarInsn(ILOAD, conditions.hold());
        } else {
            code.popped(1);
        }
        if (count == 0) {
            code.mv.visitInsn(POP);
            blocks.branch(node.targets[0]);
            return;
        }
        Map<Node, Label> moving = new LinkedHashMap<>();
        Label[] ways = new Label[count + 1];
        for (int i = 0; i <= count; i++) {
            Node target = node.targets[i];
            ways[i] =
                    blocks.moves(target)
                            ? moving.computeIfAbsent(target, made -> new Label())
                            : blocks.label(target);
        }
        int local = count > BranchTable.DIRECT ? conditions.local() : -1;
        BranchTable.write(code, ways, local);
        moving.forEach(
                (target, way) -> {
                    code.place(way);
                    blocks.branch(target);
                });
    }
}
