package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.Label;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.Op;

/**
 * Writes nodes into a method: blocks, branches and what counts fuel; all else is written by {@link
 * CallWriter}, {@link MemoryWriter} and {@link NumericWriter}.
 *
 * <p>Long, since each kind of node has a method, and all of them share the blocks that are open.
 */
final class CodeWriter {

    private static final int NO_COMPARISON = -1;

    private final FunctionContext context;
    private final MethodCode code;
    private final FuelWriter fuel;
    private final NumericWriter numbers;
    private final MemoryWriter memory;
    private final CallWriter calls;
    private final Exits exits;

    /** Labels of the blocks that are open in this method. */
    private final Map<Node, Label> labels = new HashMap<>();

    private final Set<Node> targeted = new HashSet<>();

    /** How a method ends where control leaves it. */
    interface Exits {

        /** Writes the way back from a function, whose results are the last operands. */
        void leave();

        /** Writes the way out that a region answered, which is in a local, and leads further. */
        void handOn(int way);

        /** Returns where to jump to leave for a block outside; its values are in the frame. */
        Label outside(Node target);
    }

    CodeWriter(
            FunctionContext context,
            MethodCode code,
            FuelWriter fuel,
            MemoryWriter memory,
            Exits exits) {
        this.context = context;
        this.code = code;
        this.fuel = fuel;
        this.numbers = new NumericWriter(code, context.nans);
        this.memory = memory;
        this.calls = new CallWriter(context, code, fuel, memory);
        this.exits = exits;
    }

    /**
     * Writes the body of a function.
     *
     * @param root the function, to which {@code return} goes
     */
    void function(Node root) throws InvalidModuleException {
        labels.put(root, new Label());
        if (end(root, list(root.body))) {
            exits.leave();
        }
    }

    /** Writes nodes one after the other, and returns whether control gets behind them. */
    boolean list(List<Node> nodes) throws InvalidModuleException {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            boolean isLive;
            if (Comparison.is(node.op)) {
                i = comparison(nodes, i);
                isLive = nodes.get(i).op != Op.IF || lastIf;
            } else {
                isLive = node(node);
            }
            if (!isLive) {
                return false;
            }
        }
        return true;
    }

    /** Whether control gets behind the conditional that a comparison was written with. */
    private boolean lastIf;

    /** Writes a comparison with what uses it, and returns the index of the last node written. */
    private int comparison(List<Node> nodes, int from) throws InvalidModuleException {
        int op = nodes.get(from).op;
        int operands = Op.takes(op).length();
        code.need(operands);
        fuel.cost(1);
        boolean holds = true;
        int at = from + 1;
        while (at < nodes.size() && Comparison.isZeroTest(nodes.get(at).op)) {
            holds = !holds;
            fuel.cost(1);
            at++;
        }
        if (at < nodes.size()) {
            Node next = nodes.get(at);
            switch (next.op) {
                case Op.BR_IF -> {
                    branchIf(next, op, holds);
                    return at;
                }
                case Op.IF -> {
                    lastIf = conditional(next, op, holds);
                    return at;
                }
                case Op.SELECT, Op.SELECT_TYPED -> {
                    if (code.onStack() >= operands + 2) {
                        select(op, holds);
                        return at;
                    }
                }
                default -> {}
            }
        }
        answer(op, operands, holds);
        return at - 1;
    }

    private void answer(int op, int operands, boolean holds) {
        Comparison.answer(code, op);
        code.popped(operands);
        code.pushed(Types.I32);
        if (!holds) {
            code.push(1);
            code.mv.visitInsn(IXOR);
        }
    }

    private boolean node(Node node) throws InvalidModuleException {
        int op = node.op;
        switch (op) {
            case Op.BLOCK -> {
                labels.put(node, new Label());
                return end(node, list(node.body));
            }
            case Op.LOOP -> {
                return loop(node);
            }
            case Op.IF -> {
                code.need(1);
                return conditional(node, NO_COMPARISON, true);
            }
            case Node.REGION -> {
                return region(node);
            }
            case Op.BR -> {
                fuel.cost(1);
                fuel.flush();
                branch(node.targets[0]);
                return false;
            }
            case Op.RETURN -> {
                fuel.flush();
                back(node.targets[0]);
                return false;
            }
            case Op.RETURN_CALL -> {
                fuel.cost(1);
                calls.callInPlace((int) node.first);
                back(node.targets[0]);
                return false;
            }
            case Op.RETURN_CALL_INDIRECT -> {
                fuel.cost(1);
                calls.indirectInPlace((int) node.first, node.second);
                back(node.targets[0]);
                return false;
            }
            case Node.REPEAT -> {
                repeat(node);
                return false;
            }
            case Op.BR_IF -> {
                code.need(1);
                branchIf(node, NO_COMPARISON, true);
            }
            case Op.BR_TABLE -> {
                fuel.cost(1);
                fuel.flush();
                table(node);
                return false;
            }
            case Op.UNREACHABLE -> {
                fuel.flush();
                trap();
                return false;
            }
            case Op.DROP -> code.drop();
            case Op.SELECT, Op.SELECT_TYPED -> {
                code.need(3);
                fuel.cost(1);
                select(NO_COMPARISON, true);
            }
            case Op.LOCAL_GET -> {
                fuel.cost(1);
                code.getLocal((int) node.first);
            }
            case Op.LOCAL_SET -> {
                fuel.cost(1);
                code.need(1);
                code.setLocal((int) node.first);
            }
            case Op.LOCAL_TEE -> {
                fuel.cost(1);
                code.need(1);
                code.teeLocal((int) node.first);
            }
            default -> plain(node);
        }
        return true;
    }

    private void plain(Node node) {
        int op = node.op;
        fuel.cost(1);
        switch (op) {
            case Op.I32_CONST, Op.I64_CONST, Op.F32_CONST, Op.F64_CONST -> constant(op, node.first);
            case Op.REF_NULL -> {
                code.push(-1);
                code.pushed((byte) node.first);
            }
            case Op.REF_FUNC -> {
                code.push((int) node.first);
                code.pushed(Types.FUNCREF);
            }
            case Op.REF_IS_NULL -> {
                code.need(1);
                code.call(context.names.ops(), "isRefNull", "(I)Z");
                code.popped(1);
                code.pushed(Types.I32);
            }
            case Op.CALL -> calls.call((int) node.first);
            case Op.CALL_INDIRECT -> calls.indirect((int) node.first, node.second);
            case Op.GLOBAL_GET -> memory.getGlobal((int) node.first);
            case Op.GLOBAL_SET -> memory.setGlobal((int) node.first);
            default -> {
                if (op >= Op.FIRST_ACCESS && op <= Op.LAST_ACCESS) {
                    memory.access(node);
                } else if (op == Op.MEMORY_SIZE
                        || op == Op.MEMORY_GROW
                        || op >= Op.MEMORY_INIT
                        || op == Op.TABLE_GET
                        || op == Op.TABLE_SET) {
                    memory.bulk(node);
                } else {
                    String takes = Op.takes(op);
                    code.need(takes.length());
                    numbers.write(op);
                    code.popped(takes.length());
                    code.pushed((byte) Op.gives(op).charAt(0));
                }
            }
        }
    }

    private void constant(int op, long bits) {
        switch (op) {
            case Op.I32_CONST -> {
                code.push((int) bits);
                code.pushed(Types.I32);
            }
            case Op.I64_CONST -> {
                code.push(bits);
                code.pushed(Types.I64);
            }
            case Op.F32_CONST -> {
                if (bits == 0) {
                    code.mv.visitInsn(FCONST_0);
                } else {
                    code.push((int) bits);
                    code.ofBits32();
                }
                code.pushed(Types.F32);
            }
            default -> {
                if (bits == 0) {
                    code.mv.visitInsn(DCONST_0);
                } else {
                    double value = Double.longBitsToDouble(bits);
                    if (Double.isNaN(value)) {
                        code.push(bits);
                        code.ofBits(Types.F64);
                    } else {
                        code.mv.visitLdcInsn(value);
                    }
                }
                code.pushed(Types.F64);
            }
        }
    }

    // Blocks.

    /** Ends a block whose label stands behind it. */
    private boolean end(Node block, boolean isLive) {
        Label label = labels.remove(block);
        if (isLive) {
            fuel.flush();
        }
        if (label == null || !targeted.contains(block)) {
            return isLive;
        }
        if (isLive) {
            code.spill();
        }
        code.meet(block.height, block.results);
        code.place(label);
        return true;
    }

    private boolean loop(Node loop) throws InvalidModuleException {
        fuel.flush();
        code.spill();
        Label header = new Label();
        labels.put(loop, header);
        code.place(header);
        fuel.header(loop, header);
        boolean isLive = list(loop.body);
        labels.remove(loop);
        if (isLive) {
            fuel.flush();
        }
        return isLive;
    }

    /** Writes a conditional, whose condition is on the stack. */
    private boolean conditional(Node node, int comparison, boolean holds)
            throws InvalidModuleException {
        fuel.cost(1);
        fuel.flush();
        Condition condition = prepare(comparison, holds);
        Label otherwise = new Label();
        labels.put(node, new Label());
        boolean hasElse = !node.otherwise.isEmpty() || node.params.length > 0;
        if (!hasElse && node.results.length == 0) {
            // Without anything to run there, the other way is the way behind.
            Label behind = label(node);
            condition.jump(false, behind);
            return end(node, list(node.body));
        }
        condition.jump(false, otherwise);
        boolean isLive = list(node.body);
        if (isLive) {
            fuel.flush();
            branch(node);
        }
        code.meet(node.height, node.params);
        code.place(otherwise);
        return end(node, list(node.otherwise));
    }

    /** A condition that is ready to jump on, with all other operands in slots. */
    private final class Condition {

        private final int comparison;
        private final boolean holds;

        Condition(int comparison, boolean holds) {
            this.comparison = comparison;
            this.holds = holds;
        }

        /** Jumps when the condition is true, or when it is not. */
        void jump(boolean when, Label to) {
            if (comparison == NO_COMPARISON) {
                code.mv.visitJumpInsn(when == holds ? IFNE : IFEQ, to);
            } else {
                Comparison.jump(code.mv, comparison, when == holds, to);
            }
        }
    }

    /** Takes a condition off the operands, and has those below it wait in slots. */
    private Condition prepare(int comparison, boolean holds) {
        int operands = comparison == NO_COMPARISON ? 1 : Op.takes(comparison).length();
        if (code.onStack() == operands) {
            code.popped(operands);
            return new Condition(comparison, holds);
        }
        if (comparison != NO_COMPARISON) {
            answer(comparison, operands, holds);
        }
        int held = hold();
        code.spill();
        code.mv.visitVarInsn(ILOAD, held);
        return new Condition(NO_COMPARISON, comparison != NO_COMPARISON || holds);
    }

    private int heldInt = -1;

    /** Stores the int on top of the stack in a local, and returns which. */
    private int hold() {
        if (heldInt < 0) {
            heldInt = code.temporary(Types.I32);
        }
        code.mv.visitVarInsn(ISTORE, heldInt);
        code.popped(1);
        return heldInt;
    }

    // Branches.

    private Label label(Node target) {
        Label label = labels.get(target);
        if (label == null) {
            return exits.outside(target);
        }
        targeted.add(target);
        return label;
    }

    private boolean isInside(Node target) {
        return labels.containsKey(target);
    }

    /** Goes to a block, with the last operands as it takes them. */
    private void branch(Node target) {
        transfer(target);
        code.mv.visitJumpInsn(GOTO, label(target));
    }

    private void back(Node root) {
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
    private boolean moves(Node target) {
        int count = target.label().length;
        return count > 0
                && (code.height() - count != target.height
                        || (!isInside(target) && !code.areSlotsInFrame()));
    }

    /** Begins the function again, with the last operands as its parameters. */
    private void repeat(Node node) {
        // The instruction, and the beginning of the function.
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
        branch(node.targets[0]);
    }

    private void branchIf(Node node, int comparison, boolean holds) {
        fuel.cost(1);
        fuel.flush();
        Node target = node.targets[0];
        Condition condition = prepare(comparison, holds);
        if (!moves(target)) {
            condition.jump(true, label(target));
            return;
        }
        Label stay = new Label();
        condition.jump(false, stay);
        branch(target);
        code.place(stay);
    }

    private void table(Node node) {
        code.need(1);
        int count = node.targets.length - 1;
        if (code.onStack() > 1) {
            int held = hold();
            code.spill();
            code.mv.visitVarInsn(ILOAD, held);
        } else {
            code.popped(1);
        }
        if (count == 0) {
            code.mv.visitInsn(POP);
            branch(node.targets[0]);
            return;
        }
        Map<Node, Label> moving = new LinkedHashMap<>();
        Label[] ways = new Label[count + 1];
        for (int i = 0; i <= count; i++) {
            Node target = node.targets[i];
            ways[i] =
                    moves(target)
                            ? moving.computeIfAbsent(target, made -> new Label())
                            : label(target);
        }
        if (heldInt < 0 && count > BranchTable.DIRECT) {
            heldInt = code.temporary(Types.I32);
        }
        BranchTable.write(code, ways, heldInt);
        moving.forEach(
                (target, way) -> {
                    code.place(way);
                    branch(target);
                });
    }

    private void select(int comparison, boolean holds) {
        int operands = comparison == NO_COMPARISON ? 1 : Op.takes(comparison).length();
        if (comparison != NO_COMPARISON) {
            fuel.cost(1);
        }
        code.popped(operands);
        boolean isWide = Types.words(code.top()) == 2;
        Label keep = new Label();
        new Condition(comparison, holds).jump(true, keep);
        if (isWide) {
            code.mv.visitInsn(DUP2_X2);
            code.mv.visitInsn(POP2);
        } else {
            code.mv.visitInsn(SWAP);
        }
        code.place(keep);
        code.mv.visitInsn(isWide ? POP2 : POP);
        code.popped(1);
    }

    private void trap() {
        fuel.save();
        code.call(context.names.ops(), "throwTrapException", "()Ljava/lang/RuntimeException;");
        code.mv.visitInsn(ATHROW);
    }

    // Parts that are methods of their own.

    private boolean region(Node node) throws InvalidModuleException {
        FunctionContext.Region region = context.region(node, code.typesFrom(0));
        code.spill();
        memory.pushFrame();
        memory.pushContext();
        code.call(region.method().owner(), region.method().name(), region.descriptor());
        if (!region.answers()) {
            return straightOn(region);
        }
        List<Node> ends = region.exits().stream().filter(this::isInside).toList();
        boolean leadsFurther = ends.size() < region.exits().size();
        if (region.isLive() && ends.size() == 1 && !leadsFurther) {
            code.mv.visitJumpInsn(IFNE, label(ends.get(0)));
            code.meet(0, region.operands());
            return true;
        }
        if (heldInt < 0) {
            heldInt = code.temporary(Types.I32);
        }
        code.mv.visitVarInsn(ISTORE, heldInt);
        code.mv.visitVarInsn(ILOAD, heldInt);
        Map<Integer, Label> cases = new TreeMap<>();
        ends.forEach(end -> cases.put(context.way(end), label(end)));
        Label behind = new Label();
        if (region.isLive()) {
            cases.put(0, behind);
        }
        Label further = new Label();
        Label otherwise = leadsFurther ? further : cases.values().iterator().next();
        choose(cases, otherwise);
        if (leadsFurther) {
            code.keep(heldInt);
            code.meet(0, region.operands());
            code.place(further);
            code.release(heldInt);
            exits.handOn(heldInt);
        }
        if (region.isLive()) {
            code.meet(0, region.operands());
            code.place(behind);
        }
        return region.isLive();
    }

    /** Goes on behind a region that control leaves in one way at most. */
    private boolean straightOn(FunctionContext.Region region) {
        if (region.isLive()) {
            code.meet(0, region.operands());
            return true;
        }
        if (region.exits().isEmpty()) {
            trap();
        } else {
            code.mv.visitJumpInsn(GOTO, label(region.exits().get(0)));
        }
        return false;
    }

    private void choose(Map<Integer, Label> cases, Label otherwise) {
        int[] keys = cases.keySet().stream().mapToInt(Integer::intValue).toArray();
        Label[] ways = cases.values().toArray(Label[]::new);
        code.mv.visitLookupSwitchInsn(otherwise, keys, ways);
    }
}
