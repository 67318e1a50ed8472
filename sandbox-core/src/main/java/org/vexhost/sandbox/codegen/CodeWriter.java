package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.List;
import org.objectweb.asm.Label;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.instruction.AtomicOp;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.VectorOp;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.assembler.Types;
import org.vexhost.sandbox.codegen.emit.AtomicWriter;
import org.vexhost.sandbox.codegen.emit.CallWriter;
import org.vexhost.sandbox.codegen.emit.FuelWriter;
import org.vexhost.sandbox.codegen.emit.FunctionContext;
import org.vexhost.sandbox.codegen.emit.MemoryWriter;
import org.vexhost.sandbox.codegen.emit.NumericWriter;
import org.vexhost.sandbox.codegen.emit.VectorWriter;
import org.vexhost.sandbox.codegen.tree.Node;

/**
 * Writes nodes into a method. This class writes blocks and conditionals. {@link BranchWriter},
 * {@link CallWriter}, {@link RegionCaller}, {@link MemoryWriter}, {@link AtomicWriter}, {@link
 * NumericWriter}, {@link VectorWriter} and {@link ExceptionWriter} write most other nodes.
 *
 * <p>This class is long because each kind of node has a method.
 */
final class CodeWriter {

    /** The cost of dispatching: of reading a number, and of a branch by a table. */
    private static final int DISPATCH = 2;

    private final FunctionContext context;
    private final MethodCode code;
    private final FuelWriter fuel;
    private final NumericWriter numbers;
    private final VectorWriter vectors;
    private final MemoryWriter memory;
    private final AtomicWriter atomics;
    private final CallWriter calls;
    private final Exits exits;

    private final OpenBlocks blocks;
    private final Conditions conditions;
    private final BranchWriter branches;
    private final ExceptionWriter exceptions;
    private final RegionCaller regions;

    /** Writes the end of a method, where control leaves it. */
    interface Exits {

        /** Writes the return of a function whose results are the last operands. */
        void leave();

        /**
         * Writes code that passes on the exit number of a region, held in a local variable, to the
         * caller.
         */
        void handOn(int way);

        /**
         * Returns the label to jump to for a block outside the method; the values are in the frame.
         */
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
        this.atomics = new AtomicWriter(context, code, memory);
        this.vectors = new VectorWriter(code, context.nans, memory);
        this.calls = new CallWriter(context, code, fuel, memory);
        this.exits = exits;
        this.blocks = new OpenBlocks(code, exits);
        this.conditions = new Conditions(code);
        this.branches = new BranchWriter(context, code, fuel, blocks, conditions);
        this.exceptions = new ExceptionWriter(context, code, fuel, memory, blocks);
        this.regions = new RegionCaller(context, code, memory, blocks, conditions, exits);
    }

    /**
     * Writes the body of a function.
     *
     * @param root the function, which is the target of {@code return}
     */
    void function(Node root) throws InvalidModuleException {
        blocks.open(root, new Label());
        if (end(root, list(root.body))) {
            exits.leave();
        }
    }

    /** Writes nodes in order, and returns whether control reaches the end. */
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

    /**
     * Whether control reaches the end of the last conditional that was written together with its
     * comparison.
     */
    private boolean lastIf;

    /**
     * Writes a comparison together with the node that uses it, and returns the index of the last
     * node written.
     */
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
                    branches.branchIf(next, op, holds);
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
        conditions.answer(op, holds);
        return at - 1;
    }

    private boolean node(Node node) throws InvalidModuleException {
        int op = node.op;
        switch (op) {
            case Op.BLOCK -> {
                blocks.open(node, new Label());
                return end(node, list(node.body));
            }
            case Op.LOOP -> {
                return loop(node);
            }
            case Op.IF -> {
                code.need(1);
                return conditional(node, Conditions.NO_COMPARISON, true);
            }
            case Node.REGION -> {
                return regions.call(node);
            }
            case Op.TRY_TABLE -> {
                return tryTable(node);
            }
            case Op.THROW, Op.THROW_REF, Op.RETHROW, Node.GO_ON -> {
                exceptions.leave(node);
                return false;
            }
            case Node.LEAVE -> {
                fuel.flush();
                blocks.branch(node.targets[0]);
                return false;
            }
            case Node.DISPATCH -> {
                code.spill();
                Label here = new Label();
                code.place(here);
                fuel.begin(node, here, DISPATCH);
            }
            case Op.BR -> {
                fuel.cost(1);
                fuel.flush();
                if (node.direct != null) {
                    blocks.jump(node.direct);
                } else {
                    blocks.branch(node.targets[0]);
                }
                return false;
            }
            case Op.RETURN -> {
                fuel.flush();
                blocks.back(node.targets[0]);
                return false;
            }
            case Op.RETURN_CALL -> {
                fuel.cost(1);
                calls.callInPlace((int) node.first);
                blocks.back(node.targets[0]);
                return false;
            }
            case Op.RETURN_CALL_INDIRECT -> {
                fuel.cost(1);
                calls.indirectInPlace((int) node.first, node.second);
                blocks.back(node.targets[0]);
                return false;
            }
            case Node.REPEAT -> {
                branches.repeat(node);
                return false;
            }
            case Op.BR_IF -> {
                code.need(1);
                branches.branchIf(node, Conditions.NO_COMPARISON, true);
            }
            case Op.BR_TABLE -> {
                fuel.cost(cost(node));
                fuel.flush();
                branches.table(node);
                return false;
            }
            case Op.UNREACHABLE -> {
                fuel.flush();
                memory.trap();
                return false;
            }
            case Op.DROP -> code.drop();
            case Op.SELECT, Op.SELECT_TYPED -> {
                code.need(3);
                fuel.cost(1);
                select(Conditions.NO_COMPARISON, true);
            }
            case Node.SELECT_VECTOR -> {
                fuel.cost(1);
                vectors.select();
            }
            case Op.LOCAL_GET -> {
                fuel.cost(cost(node));
                code.getLocal((int) node.first);
            }
            case Op.LOCAL_SET -> {
                fuel.cost(cost(node));
                code.need(1);
                code.setLocal((int) node.first);
            }
            case Op.LOCAL_TEE -> {
                fuel.cost(cost(node));
                code.need(1);
                code.teeLocal((int) node.first);
            }
            default -> plain(node);
        }
        return true;
    }

    private static int cost(Node node) {
        return node.isFree ? 0 : 1;
    }

    private void plain(Node node) {
        int op = node.op;
        fuel.cost(cost(node));
        switch (op) {
            case Op.I32_CONST, Op.I64_CONST, Op.F32_CONST, Op.F64_CONST ->
                    numbers.constant(op, node.first);
            case Op.REF_NULL -> {
                code.mv.visitInsn(Types.zero((byte) node.first));
                code.pushed((byte) node.first);
            }
            case Op.REF_FUNC -> {
                code.push((int) node.first);
                code.pushed(Types.FUNCREF);
            }
            case Op.REF_IS_NULL -> {
                code.need(1);
                if (code.top() == Types.EXNREF) {
                    exceptions.isNull();
                } else {
                    code.call(context.names.ops(), "isRefNull", "(I)Z");
                }
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
                } else if (VectorOp.is(op)) {
                    vectors.write(node);
                } else if (AtomicOp.is(op)) {
                    atomics.write(node);
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

    // Blocks.

    /** Ends a block whose label is at its end. */
    private boolean end(Node block, boolean isLive) {
        Label label = blocks.close(block);
        if (isLive) {
            fuel.flush();
        }
        if (label == null && !block.isJumpedTo) {
            return isLive;
        }
        if (isLive) {
            code.spill();
        }
        code.meet(block.height, block.results);
        Label end = label == null ? new Label() : label;
        if (block.isJumpedTo) {
            if (isLive) {
                code.mv.visitJumpInsn(GOTO, end);
            }
            Label direct = blocks.direct(block);
            code.place(direct);
            fuel.begin(block, direct, DISPATCH);
        }
        code.place(end);
        return true;
    }

    private boolean tryTable(Node node) throws InvalidModuleException {
        Label start = exceptions.begin(node);
        if (list(node.body)) {
            fuel.flush();
            blocks.branch(node);
        }
        exceptions.end(node, start);
        return end(node, false);
    }

    private boolean loop(Node loop) throws InvalidModuleException {
        fuel.flush();
        code.spill();
        Label header = new Label();
        blocks.open(loop, header);
        code.place(header);
        if (!loop.isFree) {
            fuel.header(loop, header);
        }
        boolean isLive = list(loop.body);
        Label ignored = blocks.close(loop);
        if (isLive) {
            fuel.flush();
        }
        return isLive;
    }

    /** Writes a conditional whose condition is on the stack. */
    private boolean conditional(Node node, int comparison, boolean holds)
            throws InvalidModuleException {
        fuel.cost(1);
        fuel.flush();
        Conditions.Condition condition = conditions.prepare(comparison, holds);
        Label otherwise = new Label();
        blocks.open(node, new Label());
        boolean hasElse = !node.otherwise.isEmpty() || node.params.length > 0;
        if (!hasElse && node.results.length == 0) {
            // Without an else branch, the false case jumps to the end.
            Label behind = blocks.label(node);
            condition.jump(false, behind);
            return end(node, list(node.body));
        }
        condition.jump(false, otherwise);
        boolean isLive = list(node.body);
        if (isLive) {
            fuel.flush();
            blocks.branch(node);
        }
        code.meet(node.height, node.params);
        code.place(otherwise);
        return end(node, list(node.otherwise));
    }

    private void select(int comparison, boolean holds) {
        if (comparison != Conditions.NO_COMPARISON) {
            fuel.cost(1);
        }
        code.popped(Conditions.operands(comparison));
        boolean isWide = Types.words(code.top()) == 2;
        Label keep = new Label();
        conditions.of(comparison, holds).jump(true, keep);
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
}
