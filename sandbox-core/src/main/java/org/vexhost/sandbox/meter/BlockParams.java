package org.vexhost.sandbox.meter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vexhost.sandbox.binary.FuncType;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.ValueType;

/**
 * Replaces blocks that have parameters by blocks without, and passes the parameters in locals. This
 * avoids a bug of Chicory: when a branch leaves a block with parameters, both its compiler and its
 * interpreter miscount the operands on the stack. Blocks with several results get a type whose
 * index Chicory reads correctly.
 */
final class BlockParams {

    private static final int[] NONE = {};
    private static final int I32 = ValueType.I32.code();

    private final ModuleLayout layout;
    private final Meter.Types types;
    private final Locals locals;
    private final ByteSink out;
    private final List<Frame> frames = new ArrayList<>();
    private final Map<Integer, Deque<Integer>> free = new HashMap<>();

    BlockParams(ModuleLayout layout, Meter.Types types, Locals locals, ByteSink out) {
        this.layout = layout;
        this.types = types;
        this.locals = locals;
        this.out = out;
        frames.add(new Frame(Op.BLOCK, NONE, NONE));
    }

    /** An open block, with the locals and the types of its parameters. */
    private static final class Frame {
        private final int op;
        private final int[] waiting;
        private final int[] types;
        private boolean otherwise;

        Frame(int op, int[] waiting, int[] types) {
            this.op = op;
            this.waiting = waiting;
            this.types = types;
        }

        boolean takesBranches() {
            return op == Op.LOOP && waiting.length > 0;
        }
    }

    /** Returns whether {@link #write} changes an instruction. */
    boolean touches(Instruction in, long[] targets) {
        return switch (in.op()) {
            case Op.BLOCK, Op.LOOP, Op.IF -> in.hasTypeIndex();
            case Op.ELSE, Op.END -> frames.get(frames.size() - 1).waiting.length > 0;
            case Op.BR, Op.BR_IF -> frame(in.first()).takesBranches();
            case Op.BR_TABLE -> {
                for (long target : targets) {
                    if (frame(target).takesBranches()) {
                        yield true;
                    }
                }
                yield false;
            }
            default -> false;
        };
    }

    /**
     * Writes a replacement for an instruction, or code that must precede the instruction.
     *
     * @return whether the instruction itself must still be written
     */
    boolean write(Instruction in, long[] targets) {
        switch (in.op()) {
            case Op.BLOCK, Op.LOOP, Op.IF -> {
                open(in);
                return true;
            }
            case Op.ELSE -> {
                out.op(Op.ELSE);
                get(frames.get(frames.size() - 1).waiting);
                return true;
            }
            case Op.END -> {
                Frame ended = frames.get(frames.size() - 1);
                if (ended.op == Op.IF && !ended.otherwise) {
                    out.op(Op.ELSE);
                    get(ended.waiting);
                }
                return false;
            }
            case Op.BR -> {
                set(frame(in.first()).waiting);
                return false;
            }
            case Op.BR_IF -> {
                int[] waiting = frame(in.first()).waiting;
                int condition = take(I32);
                out.op(Op.LOCAL_SET, condition);
                set(waiting);
                get(waiting);
                out.op(Op.LOCAL_GET, condition);
                give(I32, condition);
                return false;
            }
            default -> {
                branchTable(targets);
                return true;
            }
        }
    }

    /** Tracks the nesting; called for every reachable instruction, after {@link #write}. */
    void after(Instruction in) {
        switch (in.op()) {
            case Op.BLOCK, Op.LOOP, Op.IF -> {
                if (!in.hasTypeIndex()) {
                    frames.add(new Frame(in.op(), NONE, NONE));
                }
            }
            case Op.ELSE -> frames.get(frames.size() - 1).otherwise = true;
            case Op.END -> {
                Frame ended = frames.remove(frames.size() - 1);
                for (int i = 0; i < ended.waiting.length; i++) {
                    give(ended.types[i], ended.waiting[i]);
                }
            }
            default -> {}
        }
    }

    private void open(Instruction in) {
        FuncType type = layout.type((int) in.first());
        int[] taken = new int[type.paramCount()];
        int[] waiting = new int[taken.length];
        int condition = in.op() == Op.IF ? take(I32) : -1;
        if (condition >= 0) {
            out.op(Op.LOCAL_SET, condition);
        }
        for (int i = 0; i < taken.length; i++) {
            taken[i] = type.param(i) & 0xFF;
            waiting[i] = take(taken[i]);
        }
        set(waiting);
        if (condition >= 0) {
            out.op(Op.LOCAL_GET, condition);
            give(I32, condition);
        }
        out.op(in.op());
        types.writeBlock(out, type.resultCodes());
        get(waiting);
        frames.add(new Frame(in.op(), waiting, taken));
    }

    /**
     * Redirects the branches of a {@code br_table} that lead to loops with parameters: they first
     * leave a block around the instruction. All other targets stay the same.
     */
    private void branchTable(long[] targets) {
        var loops = new ArrayList<Long>();
        for (long target : targets) {
            if (frame(target).takesBranches() && !loops.contains(target)) {
                loops.add(target);
            }
        }
        int[] taken = frame(loops.get(0)).types;
        byte[] codes = new byte[taken.length];
        int[] held = new int[taken.length];
        for (int i = 0; i < taken.length; i++) {
            codes[i] = (byte) taken[i];
            held[i] = take(taken[i]);
        }
        int index = take(I32);
        out.op(Op.LOCAL_SET, index);
        set(held);
        for (int i = 0; i < loops.size(); i++) {
            out.op(Op.BLOCK);
            types.writeBlock(out, codes);
        }
        get(held);
        out.op(Op.LOCAL_GET, index).op(Op.BR_TABLE).u32(targets.length - 1L);
        for (long target : targets) {
            int loop = loops.indexOf(target);
            out.u32(loop >= 0 ? loop : target + loops.size());
        }
        for (int i = 0; i < loops.size(); i++) {
            out.op(Op.END);
            set(frame(loops.get(i)).waiting);
            out.op(Op.BR, loops.get(i) + loops.size() - 1 - i);
        }
        give(I32, index);
        for (int i = 0; i < taken.length; i++) {
            give(taken[i], held[i]);
        }
    }

    private Frame frame(long depth) {
        return frames.get(frames.size() - 1 - (int) depth);
    }

    private void set(int[] waiting) {
        for (int i = waiting.length - 1; i >= 0; i--) {
            out.op(Op.LOCAL_SET, waiting[i]);
        }
    }

    private void get(int[] waiting) {
        for (int local : waiting) {
            out.op(Op.LOCAL_GET, local);
        }
    }

    private int take(int type) {
        Deque<Integer> known = free.get(type);
        return known == null || known.isEmpty() ? locals.add(type) : known.pop();
    }

    private void give(int type, int local) {
        free.computeIfAbsent(type, made -> new ArrayDeque<>()).push(local);
    }
}
