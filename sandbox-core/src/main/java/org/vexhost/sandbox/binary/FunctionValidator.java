package org.vexhost.sandbox.binary;

import java.util.Arrays;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;

/**
 * Validates one function body at a time by the algorithm of the specification's appendix: a stack
 * of operand types, a stack of control frames, and an unknown type below unreachable code. Counts
 * on the way what compiling will cost.
 */
final class FunctionValidator {

    private static final byte[] NONE = {};
    private static final byte I32 = (byte) ValueType.I32.code();
    private static final byte FUNCREF = (byte) ValueType.FUNCREF.code();
    private static final byte UNKNOWN = 0;

    private final Cursor cursor;
    private final ModuleLimits limits;
    private final ModuleLayout layout;
    private final long allowedCost;
    private final Instruction instruction;
    private final CompileCost cost = new CompileCost();
    private final byte[][] single = new byte[256][];

    private byte[] operands = new byte[64];
    private int height;
    private int maxHeight;

    private int[] frameOps = new int[32];
    private int[] frameHeights = new int[32];
    private byte[][] frameParams = new byte[32][];
    private byte[][] frameResults = new byte[32][];
    private boolean[] frameUnreachable = new boolean[32];
    private int frames;

    private byte[] locals = NONE;
    private int localCount;
    private boolean calls;
    private boolean mayGrow;
    private long totalTargets;
    private int steps;

    FunctionValidator(Cursor cursor, ModuleLimits limits, ModuleLayout layout) {
        this.cursor = cursor;
        this.limits = limits;
        this.layout = layout;
        this.allowedCost = CompileCost.allowed(limits, layout.bytes().length);
        this.instruction = new Instruction(cursor, limits);
        for (ValueType type : ValueType.values()) {
            single[type.code()] = new byte[] {(byte) type.code()};
        }
    }

    int maxOperands() {
        return maxHeight;
    }

    boolean calls() {
        return calls;
    }

    boolean mayGrow() {
        return mayGrow;
    }

    int jvmBytes() {
        return cost.jvmBytes();
    }

    long cost() {
        return cost.total();
    }

    void validate(FuncType type, byte[] localTypes, int count) throws InvalidModuleException {
        locals = localTypes;
        localCount = count;
        height = 0;
        maxHeight = 0;
        frames = 0;
        calls = false;
        mayGrow = false;
        cost.begin(count);
        pushFrame(Op.BLOCK, NONE, type.resultCodes());
        while (frames > 0) {
            instruction.next();
            step();
            cost.count(instruction.op(), height);
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
            case Op.UNREACHABLE -> unreachable();
            case Op.BLOCK, Op.LOOP -> open(op);
            case Op.IF -> {
                pop(I32);
                open(op);
            }
            case Op.ELSE -> orElse();
            case Op.END -> end();
            case Op.BR -> {
                popAll(label(index("label", frames)));
                unreachable();
            }
            case Op.BR_IF -> {
                int depth = index("label", frames);
                pop(I32);
                byte[] types = label(depth);
                popAll(types);
                pushAll(types);
            }
            case Op.BR_TABLE -> branchTable();
            case Op.RETURN -> {
                popAll(frameResults[0]);
                unreachable();
            }
            case Op.CALL ->
                    call(layout.functionType(index("function", layout.functionTypes.length)));
            case Op.CALL_INDIRECT -> {
                int type = index("type", layout.types.size());
                if (table(instruction.second()) != FUNCREF) {
                    throw invalid("type mismatch: indirect call through a table of other elements");
                }
                pop(I32);
                call(layout.types.get(type));
            }
            case Op.DROP -> popAny();
            case Op.SELECT -> select();
            case Op.SELECT_TYPED -> {
                byte type = (byte) instruction.first();
                pop(I32);
                pop(type);
                pop(type);
                push(type);
            }
            case Op.LOCAL_GET -> push(locals[index("local", localCount)]);
            case Op.LOCAL_SET -> pop(locals[index("local", localCount)]);
            case Op.LOCAL_TEE -> {
                byte type = locals[index("local", localCount)];
                pop(type);
                push(type);
            }
            case Op.GLOBAL_GET ->
                    push(layout.globals.get(index("global", layout.globals.size())).type());
            case Op.GLOBAL_SET -> {
                var global = layout.globals.get(index("global", layout.globals.size()));
                if (!global.mutable()) {
                    throw invalid("global is immutable");
                }
                pop(global.type());
            }
            case Op.REF_NULL -> push((byte) instruction.first());
            case Op.REF_IS_NULL -> {
                byte type = popAny();
                if (type != UNKNOWN && !isReference(type)) {
                    throw mismatch("a reference", type);
                }
                push(I32);
            }
            case Op.REF_FUNC -> {
                if (!layout.referable[index("function", layout.functionTypes.length)]) {
                    throw invalid("undeclared function reference");
                }
                push(FUNCREF);
            }
            default -> tableOrData(op);
        }
    }

    private void fixed(int op) throws InvalidModuleException {
        if (op >= Op.FIRST_ACCESS && op <= Op.LAST_ACCESS) {
            needMemory();
            if (instruction.second() > Op.maxAlignment(op)) {
                throw invalid("alignment must not be larger than natural");
            }
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
            pop((byte) takes.charAt(i));
        }
        String gives = Op.gives(op);
        if (!gives.isEmpty()) {
            push((byte) gives.charAt(0));
        }
    }

    private void tableOrData(int op) throws InvalidModuleException {
        switch (op) {
            case Op.TABLE_GET -> {
                byte type = table((int) Math.min(instruction.first(), Integer.MAX_VALUE));
                pop(I32);
                push(type);
            }
            case Op.TABLE_SET -> {
                pop(table((int) Math.min(instruction.first(), Integer.MAX_VALUE)));
                pop(I32);
            }
            case Op.TABLE_SIZE -> {
                table((int) Math.min(instruction.first(), Integer.MAX_VALUE));
                push(I32);
            }
            case Op.TABLE_GROW -> {
                byte type = table((int) Math.min(instruction.first(), Integer.MAX_VALUE));
                pop(I32);
                pop(type);
                push(I32);
            }
            case Op.TABLE_FILL -> {
                byte type = table((int) Math.min(instruction.first(), Integer.MAX_VALUE));
                pop(I32);
                pop(type);
                pop(I32);
            }
            case Op.TABLE_COPY -> {
                if (table((int) Math.min(instruction.first(), Integer.MAX_VALUE))
                        != table(instruction.second())) {
                    throw invalid("type mismatch between tables");
                }
                popThree();
            }
            case Op.TABLE_INIT -> {
                byte type =
                        layout.elements.get(index("elem segment", layout.elements.size())).type();
                if (table(instruction.second()) != type) {
                    throw invalid("type mismatch between table and segment");
                }
                popThree();
            }
            case Op.ELEM_DROP -> index("elem segment", layout.elements.size());
            default -> throw Refusal.of(cursor, instruction.start());
        }
    }

    private void popThree() throws InvalidModuleException {
        pop(I32);
        pop(I32);
        pop(I32);
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
        pop(I32);
        byte[] previous = null;
        for (int i = 0; i <= targets; i++) {
            long depth = instruction.target();
            if (depth >= frames) {
                throw invalid("unknown label " + depth);
            }
            byte[] types = label((int) depth);
            if (previous == types) {
                continue;
            }
            if (previous != null && previous.length != types.length) {
                throw invalid("type mismatch between targets of br_table");
            }
            // What is on the stack stays there for the next target.
            cost.countTypes(types.length);
            peekAll(types);
            previous = types;
        }
        unreachable();
    }

    private void open(int op) throws InvalidModuleException {
        byte[] params = NONE;
        byte[] results = NONE;
        if (instruction.hasTypeIndex()) {
            FuncType type = layout.types.get(index("type", layout.types.size()));
            params = new byte[type.paramCount()];
            for (int i = 0; i < params.length; i++) {
                params[i] = type.param(i);
            }
            results = type.resultCodes();
        } else if (instruction.first() != Instruction.EMPTY_BLOCK) {
            results = single[(int) instruction.first() & 0xFF];
        }
        popAll(params);
        pushFrame(op, params, results);
    }

    private void orElse() throws InvalidModuleException {
        int top = frames - 1;
        if (frameOps[top] != Op.IF) {
            throw cursor.fault(Reason.MALFORMED, instruction.start(), "else without if");
        }
        close();
        frames--;
        pushFrame(Op.ELSE, frameParams[top], frameResults[top]);
    }

    private void end() throws InvalidModuleException {
        int top = frames - 1;
        close();
        if (frameOps[top] == Op.IF && !Arrays.equals(frameParams[top], frameResults[top])) {
            throw invalid("type mismatch: if without else has to answer what it takes");
        }
        byte[] results = frameResults[top];
        frames--;
        if (frames > 0) {
            pushAll(results);
        }
    }

    private void close() throws InvalidModuleException {
        int top = frames - 1;
        popAll(frameResults[top]);
        if (height != frameHeights[top]) {
            throw invalid("type mismatch: values remain on the stack at the end of a block");
        }
    }

    private void call(FuncType type) throws InvalidModuleException {
        calls = true;
        cost.countPassed(type.paramCount() + type.resultCount());
        for (int i = type.paramCount() - 1; i >= 0; i--) {
            pop(type.param(i));
        }
        for (int i = 0; i < type.resultCount(); i++) {
            push(type.result(i));
        }
    }

    private void select() throws InvalidModuleException {
        pop(I32);
        byte one = popAny();
        byte other = popAny();
        if (isReference(one) || isReference(other)) {
            throw invalid("type mismatch: select of references has to name their type");
        }
        if (one != other && one != UNKNOWN && other != UNKNOWN) {
            throw mismatch(name(one), other);
        }
        push(one == UNKNOWN ? other : one);
    }

    private void pushFrame(int op, byte[] params, byte[] results) throws InvalidModuleException {
        if (frames == frameOps.length) {
            int more = frames * 2;
            frameOps = Arrays.copyOf(frameOps, more);
            frameHeights = Arrays.copyOf(frameHeights, more);
            frameParams = Arrays.copyOf(frameParams, more);
            frameResults = Arrays.copyOf(frameResults, more);
            frameUnreachable = Arrays.copyOf(frameUnreachable, more);
        }
        if (frames > limits.maxNesting()) {
            throw over("nesting", "maxNesting", limits.maxNesting(), frames);
        }
        frameOps[frames] = op;
        frameHeights[frames] = height;
        frameParams[frames] = params;
        frameResults[frames] = results;
        frameUnreachable[frames] = false;
        frames++;
        pushAll(params);
    }

    private byte[] label(int depth) {
        int frame = frames - 1 - depth;
        return frameOps[frame] == Op.LOOP ? frameParams[frame] : frameResults[frame];
    }

    private void unreachable() {
        height = frameHeights[frames - 1];
        frameUnreachable[frames - 1] = true;
    }

    private void push(byte type) throws InvalidModuleException {
        if (height == operands.length) {
            operands = Arrays.copyOf(operands, height * 2);
        }
        operands[height++] = type;
        if (height > maxHeight) {
            maxHeight = height;
            if (height > limits.maxOperands()) {
                throw over("operand stack", "maxOperands", limits.maxOperands(), height);
            }
        }
    }

    private void pushAll(byte[] types) throws InvalidModuleException {
        cost.countTypes(types.length);
        for (byte type : types) {
            push(type);
        }
    }

    private byte popAny() throws InvalidModuleException {
        if (height == frameHeights[frames - 1]) {
            if (frameUnreachable[frames - 1]) {
                return UNKNOWN;
            }
            throw invalid("type mismatch: operand expected, stack is empty");
        }
        return operands[--height];
    }

    private void pop(byte expected) throws InvalidModuleException {
        byte actual = popAny();
        if (actual != expected && actual != UNKNOWN) {
            throw mismatch(name(expected), actual);
        }
    }

    private void popAll(byte[] types) throws InvalidModuleException {
        for (int i = types.length - 1; i >= 0; i--) {
            pop(types[i]);
        }
    }

    /** Checks that the operands on top have these types, and leaves them as they are. */
    private void peekAll(byte[] types) throws InvalidModuleException {
        int at = height;
        int floor = frameHeights[frames - 1];
        for (int i = types.length - 1; i >= 0; i--) {
            if (at == floor) {
                if (frameUnreachable[frames - 1]) {
                    return;
                }
                throw invalid("type mismatch: operand expected, stack is empty");
            }
            byte actual = operands[--at];
            if (actual != types[i] && actual != UNKNOWN) {
                throw mismatch(name(types[i]), actual);
            }
        }
    }

    private byte table(int index) throws InvalidModuleException {
        if (index < 0 || index >= layout.tables.size()) {
            throw invalid("unknown table " + index);
        }
        return layout.tables.get(index).type();
    }

    private int index(String kind, int bound) throws InvalidModuleException {
        if (instruction.first() >= bound) {
            throw invalid("unknown " + kind + " " + instruction.first());
        }
        return (int) instruction.first();
    }

    private void dataIndex() throws InvalidModuleException {
        if (layout.dataCount < 0) {
            throw cursor.fault(
                    Reason.MALFORMED, instruction.start(), "data count section required");
        }
        index("data segment", layout.dataCount);
    }

    private void needMemory() throws InvalidModuleException {
        if (!layout.hasMemory) {
            throw invalid("unknown memory 0");
        }
    }

    private static boolean isReference(byte type) {
        return type == 0x70 || type == 0x6F;
    }

    private static String name(byte type) {
        return ValueType.ofCode(type & 0xFF).toString();
    }

    private InvalidModuleException mismatch(String expected, byte actual) {
        return invalid("type mismatch: expected " + expected + ", got " + name(actual));
    }

    private InvalidModuleException invalid(String fact) {
        return cursor.fault(Reason.INVALID, instruction.start(), fact);
    }

    private InvalidModuleException over(String subject, String limit, int max, int actual) {
        return cursor.fault(
                Reason.LIMIT_EXCEEDED,
                instruction.start(),
                subject + " exceeds " + limit + " of " + max + ", has " + actual);
    }
}
