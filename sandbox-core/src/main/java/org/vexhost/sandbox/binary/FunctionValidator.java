package org.vexhost.sandbox.binary;

import java.util.Arrays;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.instruction.AtomicOp;
import org.vexhost.sandbox.binary.instruction.Cursor;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.ValueType;
import org.vexhost.sandbox.binary.instruction.VectorOp;

/**
 * Validates one function body at a time by the algorithm of the specification's appendix, which
 * checks the operands and results of each instruction. This class also estimates the cost of
 * compiling the function.
 *
 * <p>This class is long because it is one algorithm, with a rule for each family of instructions.
 */
final class FunctionValidator {

    private static final byte[] NONE = {};
    private static final byte I32 = (byte) ValueType.I32.code();
    private static final byte FUNCREF = (byte) ValueType.FUNCREF.code();
    private static final byte EXNREF = (byte) ValueType.EXNREF.code();

    private final Cursor cursor;
    private final ModuleLimits limits;
    private final ModuleLayout layout;
    private final long allowedCost;
    private final Instruction instruction;
    private final Faults faults;
    private final CompileCost cost = new CompileCost();
    private final TypeStack stack;
    private final ExceptionRules exceptions;
    private final TableRules tables;
    private final byte[][] single = new byte[256][];

    private byte[] locals = NONE;
    private int localCount;
    private boolean calls;
    private boolean mayGrow;
    private boolean handsOn;
    private boolean repeats;
    private boolean usesVectors;
    private int function;
    private long totalTargets;
    private int steps;

    FunctionValidator(Cursor cursor, ModuleLimits limits, ModuleLayout layout) {
        this.cursor = cursor;
        this.limits = limits;
        this.layout = layout;
        this.allowedCost = CompileCost.allowed(limits, layout.bytes().length);
        this.instruction = new Instruction(cursor, limits.maxBranchTableEntries());
        this.faults = new Faults(cursor, instruction);
        this.stack = new TypeStack(faults, limits, cost);
        this.exceptions = new ExceptionRules(layout, instruction, faults, stack, cost);
        this.tables = new TableRules(cursor, layout, instruction, faults, stack);
        for (ValueType type : ValueType.values()) {
            single[type.code()] = new byte[] {(byte) type.code()};
        }
    }

    int maxOperands() {
        return stack.maxSize();
    }

    boolean calls() {
        return calls;
    }

    boolean mayGrow() {
        return mayGrow;
    }

    boolean handsOn() {
        return handsOn;
    }

    boolean repeats() {
        return repeats;
    }

    boolean usesVectors() {
        return usesVectors;
    }

    /** Returns the largest number of exception references in the function at the same time. */
    int exceptions() {
        int own = 0;
        for (int i = 0; i < localCount; i++) {
            own += locals[i] == EXNREF ? 1 : 0;
        }
        return own + exceptions.held(stack.maxSize());
    }

    int jvmBytes() {
        return cost.jvmBytes();
    }

    long cost() {
        return cost.total();
    }

    void validate(int index, byte[] localTypes, int count) throws InvalidModuleException {
        FuncType type = layout.functionType(index);
        function = index;
        locals = localTypes;
        localCount = count;
        stack.clear();
        calls = false;
        mayGrow = false;
        handsOn = false;
        repeats = false;
        usesVectors = false;
        exceptions.clear();
        cost.begin(count);
        stack.open(Op.BLOCK, NONE, type.resultCodes());
        while (stack.depth() > 0) {
            instruction.next();
            step();
            cost.count(instruction.op(), stack.size());
            if ((++steps & 0xFF) == 0) {
                checkCost();
            }
        }
    }

    private void checkCost() throws InvalidModuleException {
        if (layout.compileCost + cost.total() > allowedCost) {
            throw cursor.fault(
                    Reason.TOO_COSTLY,
                    instruction.start(),
                    "code exceeds maxCompileCost of " + allowedCost);
        }
    }

    private void step() throws InvalidModuleException {
        int op = instruction.op();
        if (Op.isFixed(op)) {
            fixed(op);
            return;
        }
        switch (op) {
            case Op.UNREACHABLE -> stack.unreachable();
            case Op.BLOCK, Op.LOOP -> open(op);
            case Op.TRY_TABLE -> {
                byte[] params = blockParams();
                stack.popAll(params);
                exceptions.tryTable();
                stack.open(op, params, blockResults());
            }
            case Op.TRY -> {
                exceptions.older();
                open(op);
            }
            case Op.CATCH, Op.CATCH_ALL, Op.DELEGATE, Op.THROW, Op.THROW_REF, Op.RETHROW ->
                    exceptions.step(op);
            case Op.IF -> {
                stack.pop(I32);
                open(op);
            }
            case Op.ELSE -> orElse();
            case Op.END -> end();
            case Op.BR -> {
                stack.popAll(stack.label(faults.index("label", stack.depth())));
                stack.unreachable();
            }
            case Op.BR_IF -> {
                int depth = faults.index("label", stack.depth());
                stack.pop(I32);
                byte[] types = stack.label(depth);
                stack.popAll(types);
                stack.pushAll(types);
            }
            case Op.BR_TABLE -> branchTable();
            case Op.RETURN -> {
                stack.popAll(stack.functionResults());
                stack.unreachable();
            }
            case Op.CALL ->
                    call(
                            layout.functionType(
                                    faults.index("function", layout.functionTypes.length)));
            case Op.CALL_INDIRECT -> {
                int type = faults.index("type", layout.types.size());
                tables.popCallee();
                call(layout.types.get(type));
            }
            case Op.RETURN_CALL -> {
                int callee = faults.index("function", layout.functionTypes.length);
                repeats |= callee == function;
                handsOn |= callee != function;
                callInPlace(layout.functionType(callee));
            }
            case Op.RETURN_CALL_INDIRECT -> {
                int type = faults.index("type", layout.types.size());
                tables.popCallee();
                handsOn = true;
                callInPlace(layout.types.get(type));
            }
            case Op.DROP -> stack.popAny();
            case Op.SELECT -> select();
            case Op.SELECT_TYPED -> {
                byte type = (byte) instruction.first();
                stack.pop(I32);
                stack.pop(type);
                stack.pop(type);
                stack.push(type);
            }
            case Op.LOCAL_GET -> stack.push(locals[faults.index("local", localCount)]);
            case Op.LOCAL_SET -> stack.pop(locals[faults.index("local", localCount)]);
            case Op.LOCAL_TEE -> {
                byte type = locals[faults.index("local", localCount)];
                stack.pop(type);
                stack.push(type);
            }
            case Op.GLOBAL_GET ->
                    stack.push(
                            layout.globals
                                    .get(faults.index("global", layout.globals.size()))
                                    .type());
            case Op.GLOBAL_SET -> {
                var global = layout.globals.get(faults.index("global", layout.globals.size()));
                if (!global.mutable()) {
                    throw faults.invalid("global is immutable");
                }
                stack.pop(global.type());
            }
            case Op.REF_NULL -> stack.push((byte) instruction.first());
            case Op.REF_IS_NULL -> {
                byte type = stack.popAny();
                if (type != TypeStack.UNKNOWN && !isReference(type)) {
                    throw faults.mismatch("a reference", type);
                }
                stack.push(I32);
            }
            case Op.REF_FUNC -> {
                if (!layout.referable[faults.index("function", layout.functionTypes.length)]) {
                    throw faults.invalid("undeclared function reference");
                }
                stack.push(FUNCREF);
            }
            default -> tables.step(op);
        }
    }

    private void fixed(int op) throws InvalidModuleException {
        if (op >= Op.FIRST_ACCESS && op <= Op.LAST_ACCESS) {
            access(Op.maxAlignment(op));
        } else if (VectorOp.is(op)) {
            vector(op);
        } else if (AtomicOp.is(op)) {
            atomic(op);
        } else if (op == Op.MEMORY_SIZE
                || op == Op.MEMORY_GROW
                || op == Op.MEMORY_COPY
                || op == Op.MEMORY_FILL) {
            needMemory();
            mayGrow |= op == Op.MEMORY_GROW;
        } else if (op == Op.MEMORY_INIT) {
            needMemory();
            dataIndex();
        } else if (op == Op.DATA_DROP) {
            dataIndex();
        }
        String takes = Op.takes(op);
        for (int i = takes.length() - 1; i >= 0; i--) {
            stack.pop((byte) takes.charAt(i));
        }
        String gives = Op.gives(op);
        if (!gives.isEmpty()) {
            stack.push((byte) gives.charAt(0));
        }
    }

    private void vector(int op) throws InvalidModuleException {
        layout.hasVectors = true;
        usesVectors = true;
        if (VectorOp.accesses(op)) {
            access(VectorOp.maxAlignment(op));
        }
        int lanes = VectorOp.lanes(op);
        if (lanes > 0 && instruction.lane() >= lanes) {
            throw faults.invalid("invalid lane index " + instruction.lane());
        }
    }

    private void access(int maxAlignment) throws InvalidModuleException {
        needMemory();
        if (instruction.second() > maxAlignment) {
            throw faults.invalid("alignment must not be larger than natural");
        }
    }

    private void atomic(int op) throws InvalidModuleException {
        layout.hasAtomics = true;
        if (op != AtomicOp.FENCE) {
            needMemory();
            if (instruction.second() != AtomicOp.power(op)) {
                throw faults.invalid("alignment of an atomic instruction must be natural");
            }
        }
    }

    private void branchTable() throws InvalidModuleException {
        int targets = (int) instruction.first();
        totalTargets += targets;
        cursor.limit(
                "br_tables",
                "maxTotalBranchTableEntries",
                limits.maxTotalBranchTableEntries(),
                totalTargets,
                instruction.start());
        cost.countTargets(targets);
        stack.pop(I32);
        byte[] previous = null;
        for (int i = 0; i <= targets; i++) {
            long depth = instruction.target();
            if (depth >= stack.depth()) {
                throw faults.invalid("unknown label " + depth);
            }
            byte[] types = stack.label((int) depth);
            if (previous == types) {
                continue;
            }
            if (previous != null && previous.length != types.length) {
                throw faults.invalid("type mismatch between targets of br_table");
            }
            // The operands stay on the stack for the next target.
            cost.countTypes(types.length);
            stack.peekAll(types);
            previous = types;
        }
        stack.unreachable();
    }

    private void open(int op) throws InvalidModuleException {
        byte[] params = blockParams();
        stack.popAll(params);
        stack.open(op, params, blockResults());
    }

    private byte[] blockParams() throws InvalidModuleException {
        return instruction.hasTypeIndex()
                ? layout.types.get(faults.index("type", layout.types.size())).paramCodes()
                : NONE;
    }

    private byte[] blockResults() throws InvalidModuleException {
        if (instruction.hasTypeIndex()) {
            return layout.types.get(faults.index("type", layout.types.size())).resultCodes();
        }
        return instruction.first() == Instruction.EMPTY_BLOCK
                ? NONE
                : single[(int) instruction.first() & 0xFF];
    }

    private void orElse() throws InvalidModuleException {
        if (stack.op() != Op.IF) {
            throw cursor.fault(Reason.MALFORMED, instruction.start(), "else without if");
        }
        byte[] params = stack.params();
        byte[] results = stack.results();
        stack.close();
        stack.open(Op.ELSE, params, results);
    }

    private void end() throws InvalidModuleException {
        boolean alone = stack.op() == Op.IF;
        exceptions.closing();
        byte[] params = stack.params();
        byte[] results = stack.results();
        stack.close();
        if (alone && !Arrays.equals(params, results)) {
            throw faults.invalid(
                    "type mismatch: if without else must have results equal to its parameters");
        }
        if (stack.depth() > 0) {
            stack.pushAll(results);
        }
    }

    private void call(FuncType type) throws InvalidModuleException {
        calls = true;
        cost.countPassed(type.paramCount() + type.resultCount());
        for (int i = type.paramCount() - 1; i >= 0; i--) {
            stack.pop(type.param(i));
        }
        for (int i = 0; i < type.resultCount(); i++) {
            stack.push(type.result(i));
        }
    }

    /** A tail call: its results are the results of this function. */
    private void callInPlace(FuncType type) throws InvalidModuleException {
        calls = true;
        layout.hasTailCalls = true;
        cost.countPassed(type.paramCount() + type.resultCount());
        if (!Arrays.equals(type.resultCodes(), stack.functionResults())) {
            throw faults.invalid("type mismatch: results of a tail call are not the function's");
        }
        for (int i = type.paramCount() - 1; i >= 0; i--) {
            stack.pop(type.param(i));
        }
        stack.unreachable();
    }

    private void select() throws InvalidModuleException {
        stack.pop(I32);
        byte one = stack.popAny();
        byte other = stack.popAny();
        if (isReference(one) || isReference(other)) {
            throw faults.invalid("type mismatch: select of references must name their type");
        }
        if (one != other && one != TypeStack.UNKNOWN && other != TypeStack.UNKNOWN) {
            throw faults.mismatch(one, other);
        }
        stack.push(one == TypeStack.UNKNOWN ? other : one);
    }

    private void dataIndex() throws InvalidModuleException {
        if (layout.dataCount < 0) {
            throw cursor.fault(
                    Reason.MALFORMED, instruction.start(), "data count section required");
        }
        faults.index("data segment", layout.dataCount);
    }

    private void needMemory() throws InvalidModuleException {
        if (!layout.hasMemory) {
            throw faults.invalid("unknown memory 0");
        }
    }

    private static boolean isReference(byte type) {
        return type == 0x70 || type == 0x6F || type == EXNREF;
    }
}
