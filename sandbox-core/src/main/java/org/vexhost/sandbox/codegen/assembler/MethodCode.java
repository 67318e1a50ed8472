package org.vexhost.sandbox.codegen.assembler;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.vexhost.sandbox.codegen.runtime.RuntimeNames;

/**
 * The code of one JVM method while it is written, with the method's local variables and the
 * location of each guest operand. Some operands are on the JVM's stack, with the last operand on
 * top. The operands below them may be in slots. At branches and at their targets all operands are
 * in slots, and the JVM's stack is empty.
 *
 * <p>Slots and guest locals are local variables of the method. In the methods of a split function,
 * those that several methods need are fields of the shared frame.
 *
 * <p>This class is long because locals and operands are one state, which every instruction changes.
 */
public final class MethodCode {

    private static final int MAX_INCREMENT = 32_767;
    private static final int MAX_LOCALS = 65_535;

    public final MethodVisitor mv;
    public final RuntimeNames names;

    /** The verification types of the local variables that are set from the first instruction on. */
    private final List<Object> base = new ArrayList<>();

    private int nextLocal;

    /** The local variable of each guest local, or -1. */
    private final int[] locals;

    private final byte[] localTypes;

    /** The class of the shared frame. It is not used if the function is not split. */
    private final FrameClass frame;

    /** The local variable that holds the frame, or -1. */
    private int frameLocal = -1;

    /** Whether operand slots are fields of the frame. */
    private final boolean slotsInFrame;

    private final Map<Integer, Integer> slots = new HashMap<>();

    /**
     * Slots and temporaries in the order of their local variables. Each entry has the key of the
     * slot (-1 for a temporary), the number of words, and the local variable.
     */
    private final List<int[]> later = new ArrayList<>();

    private byte[] types = new byte[16];
    private int height;
    private int onStack;

    /** Temporaries whose value must survive the next label. */
    private final Set<Integer> kept = new HashSet<>();

    /** The number of bottom operands whose slots are in the frame. */
    private int shared;

    private final StackMaps stackMaps;

    public MethodCode(
            MethodVisitor mv,
            RuntimeNames names,
            byte[] localTypes,
            FrameClass frame,
            boolean slotsInFrame) {
        this.mv = mv;
        this.stackMaps = new StackMaps(mv);
        this.names = names;
        this.localTypes = localTypes;
        this.locals = new int[localTypes.length];
        Arrays.fill(locals, -1);
        this.frame = frame;
        this.slotsInFrame = slotsInFrame;
    }

    // Local variables that are set from the start.

    /** Adds a local variable that is set from the start, and returns its index. */
    public int define(Object type) {
        base.add(type);
        return take(type == Opcodes.LONG || type == Opcodes.DOUBLE ? 2 : 1);
    }

    private int take(int words) {
        int local = nextLocal;
        nextLocal += words;
        if (nextLocal > MAX_LOCALS) {
            throw new IllegalStateException("method has more locals than the JVM allows");
        }
        return local;
    }

    /** Returns the number of local variables that are set from the start. */
    public int defined() {
        return base.size();
    }

    /** Adds a guest local, and returns its local variable. */
    public int defineGuest(int index) {
        locals[index] = define(Types.verified(localTypes[index]));
        return locals[index];
    }

    public void frameIn(int local) {
        frameLocal = local;
    }

    boolean hasFrame() {
        return frameLocal >= 0;
    }

    int guestLocal(int index) {
        return locals[index];
    }

    public byte guestType(int index) {
        return localTypes[index];
    }

    /** Adds a local variable that is always set before it is used. */
    public int temporary(byte type) {
        return addLater(-1, type);
    }

    private int addLater(int key, byte type) {
        int words = Types.words(type);
        int local = take(words);
        later.add(new int[] {key, words, local});
        return local;
    }

    // Operands.

    public int height() {
        return height;
    }

    byte type(int at) {
        return types[at];
    }

    /** Returns the type of the last operand. */
    public byte top() {
        return types[height - 1];
    }

    /** Returns the number of operands on the JVM's stack. */
    public int onStack() {
        return onStack;
    }

    /** Records that an operand was pushed onto the JVM's stack. */
    public void pushed(byte type) {
        add(type);
        onStack++;
    }

    private void add(byte type) {
        if (height == types.length) {
            types = Arrays.copyOf(types, height * 2);
        }
        types[height++] = type;
    }

    /** Records that operands were popped from the JVM's stack. */
    public void popped(int count) {
        height -= count;
        onStack -= count;
    }

    /** Removes operands that are in slots. */
    public void gone(int count) {
        height -= count;
    }

    /** Sets the operands at the start of the method, which are in slots of the frame. */
    public void above(byte[] operands) {
        height = operands.length;
        types = Arrays.copyOf(operands, height + 16);
        shared = height;
    }

    /** Moves all operands above a height from local slots to slots of the frame. */
    public void share(int from) {
        for (int i = from; !slotsInFrame && i < height; i++) {
            loadSlot(i, types[i]);
            storeFrameSlot(i, types[i]);
        }
    }

    /** Returns the types of the operands above a height. */
    public byte[] typesFrom(int at) {
        return Arrays.copyOfRange(types, at, height);
    }

    /** Removes the last operand, wherever it is. */
    public void drop() {
        if (onStack > 0) {
            mv.visitInsn(Types.words(top()) == 2 ? POP2 : POP);
            popped(1);
        } else {
            height--;
        }
    }

    /** Ensures that the last operands are on the JVM's stack. */
    public void need(int count) {
        if (onStack >= count) {
            return;
        }
        spill();
        for (int i = height - count; i < height; i++) {
            loadSlot(i, types[i]);
        }
        onStack = count;
    }

    /** Moves all operands to slots. */
    public void spill() {
        for (int at = height - 1; onStack > 0; at--, onStack--) {
            storeSlot(at, types[at]);
        }
    }

    /** Replaces the operands above a height by operands in slots, as at a branch target. */
    public void meet(int at, byte[] values) {
        height = at;
        onStack = 0;
        for (byte value : values) {
            add(value);
        }
    }

    public void loadSlot(int at, byte type) {
        if (slotsInFrame || at < shared) {
            loadFrameSlot(at, type);
        } else {
            mv.visitVarInsn(Types.opcode(ILOAD, type), slot(at, type));
        }
    }

    /** Stores the value on top of the JVM's stack in a slot. */
    public void storeSlot(int at, byte type) {
        if (slotsInFrame || at < shared) {
            storeFrameSlot(at, type);
        } else {
            mv.visitVarInsn(Types.opcode(ISTORE, type), slot(at, type));
        }
    }

    public boolean areSlotsInFrame() {
        return slotsInFrame;
    }

    private static int key(int at, byte type) {
        return at << 8 | Types.letter(type);
    }

    private int slot(int at, byte type) {
        Integer known = slots.get(key(at, type));
        if (known == null) {
            known = addLater(key(at, type), type);
            slots.put(key(at, type), known);
        }
        return known;
    }

    // The frame of a split function.

    void loadFrameSlot(int at, byte type) {
        mv.visitVarInsn(ALOAD, frameLocal);
        frameField(GETFIELD, frame.slot(at, type), type);
    }

    public void storeFrameSlot(int at, byte type) {
        storeFrameField(frame.slot(at, type), type);
    }

    private void storeFrameField(String name, byte type) {
        mv.visitVarInsn(ALOAD, frameLocal);
        if (Types.words(type) == 1) {
            mv.visitInsn(SWAP);
        } else {
            mv.visitInsn(DUP_X2);
            mv.visitInsn(POP);
        }
        frameField(PUTFIELD, name, type);
    }

    private void frameField(int op, String name, byte type) {
        mv.visitFieldInsn(op, frame.name(), name, Types.descriptor(type));
    }

    /** Copies a guest local from the frame to the method's local variable. */
    public void fetch(int index) {
        mv.visitVarInsn(ALOAD, frameLocal);
        frameField(GETFIELD, frame.local(index), localTypes[index]);
        mv.visitVarInsn(Types.opcode(ISTORE, localTypes[index]), locals[index]);
    }

    /** Sets the method's local variable of a guest local to zero. */
    public void clear(int index) {
        mv.visitInsn(Types.zero(localTypes[index]));
        mv.visitVarInsn(Types.opcode(ISTORE, localTypes[index]), locals[index]);
    }

    /** Copies the method's local variable of a guest local back to the frame. */
    public void putBack(int index) {
        mv.visitVarInsn(ALOAD, frameLocal);
        mv.visitVarInsn(Types.opcode(ILOAD, localTypes[index]), locals[index]);
        frameField(PUTFIELD, frame.local(index), localTypes[index]);
    }

    /** Copies a local variable of the method to a guest local in the frame. */
    public void toFrame(int index, int local) {
        mv.visitVarInsn(ALOAD, frameLocal);
        mv.visitVarInsn(Types.opcode(ILOAD, localTypes[index]), local);
        frameField(PUTFIELD, frame.local(index), localTypes[index]);
    }

    // The guest locals.

    public void getLocal(int index) {
        byte type = localTypes[index];
        if (locals[index] >= 0) {
            mv.visitVarInsn(Types.opcode(ILOAD, type), locals[index]);
        } else {
            mv.visitVarInsn(ALOAD, frameLocal);
            frameField(GETFIELD, frame.local(index), type);
        }
        pushed(type);
    }

    /** Stores the operand on top of the JVM's stack in a guest local. */
    public void setLocal(int index) {
        byte type = localTypes[index];
        if (locals[index] >= 0) {
            mv.visitVarInsn(Types.opcode(ISTORE, type), locals[index]);
        } else {
            storeFrameField(frame.local(index), type);
        }
        popped(1);
    }

    public void teeLocal(int index) {
        byte type = localTypes[index];
        mv.visitInsn(Types.words(type) == 2 ? DUP2 : DUP);
        pushed(type);
        setLocal(index);
    }

    // Branches and their targets.

    /** Marks a temporary int as live at all labels until {@link #release}. */
    public void keep(int temporary) {
        kept.add(temporary);
    }

    /** Removes the mark that {@link #keep} set. */
    public void release(int temporary) {
        kept.remove(temporary);
    }

    /** Places the target of a jump, with a stack map frame for the current state. */
    public void place(Label label) {
        stackMaps.place(label, frameLocals(), frameStack());
    }

    /** Places the target of an exception, which becomes the last operand. */
    public void placeCaught(Label label) {
        pushed(Types.EXNREF);
        place(label);
    }

    /** Places a label at which only the first local variables are set. */
    public void placeBare(Label label) {
        placeAs(label, base.toArray());
    }

    /** Returns the local variables of the latest stack map frame. */
    public Object[] described() {
        return stackMaps.locals();
    }

    /** Places a label with the local variables of another place and an empty stack. */
    public void placeAs(Label label, Object[] local) {
        mv.visitLabel(label);
        stackMaps.describe(label, local, new Object[0]);
    }

    /**
     * Places a handler: only the first local variables are set, and a throwable is on the stack.
     */
    public void placeHandler(Label label, int count) {
        mv.visitLabel(label);
        Object[] local = base.subList(0, count).toArray();
        stackMaps.describe(label, local, new Object[] {"java/lang/Throwable"});
    }

    private Object[] frameLocals() {
        List<Object> all = new ArrayList<>(base);
        int waiting = 0;
        if ((!slotsInFrame && height > onStack) || !kept.isEmpty()) {
            Map<Integer, Object> live = new HashMap<>();
            for (int i = shared; !slotsInFrame && i < height - onStack; i++) {
                live.put(key(i, types[i]), Types.verified(types[i]));
            }
            for (int[] entry : later) {
                Object type = kept.contains(entry[2]) ? Opcodes.INTEGER : live.get(entry[0]);
                if (type != null) {
                    all.add(type);
                    waiting = all.size();
                } else {
                    for (int word = 0; word < entry[1]; word++) {
                        all.add(Opcodes.TOP);
                    }
                }
            }
        }
        return all.subList(0, Math.max(waiting, base.size())).toArray();
    }

    private Object[] frameStack() {
        Object[] stack = new Object[onStack];
        for (int i = 0; i < onStack; i++) {
            stack[i] = Types.verified(types[height - onStack + i]);
        }
        return stack;
    }

    public void push(int value) {
        if (value >= -1 && value <= 5) {
            mv.visitInsn(ICONST_0 + value);
        } else if (value == (byte) value) {
            mv.visitIntInsn(BIPUSH, value);
        } else if (value == (short) value) {
            mv.visitIntInsn(SIPUSH, value);
        } else {
            mv.visitLdcInsn(value);
        }
    }

    public void push(long value) {
        if (value == 0 || value == 1) {
            mv.visitInsn(value == 0 ? LCONST_0 : LCONST_1);
        } else if (value == (short) value) {
            push((int) value);
            mv.visitInsn(I2L);
        } else {
            mv.visitLdcInsn(value);
        }
    }

    /** Adds a constant to an int in a local variable. */
    public void increment(int local, long by) {
        long left = by;
        while (left != 0 && Math.abs(left) <= 4L * MAX_INCREMENT) {
            int step = (int) Math.max(-MAX_INCREMENT, Math.min(MAX_INCREMENT, left));
            mv.visitIincInsn(local, step);
            left -= step;
        }
        if (left != 0) {
            mv.visitVarInsn(ILOAD, local);
            push((int) left);
            mv.visitInsn(IADD);
            mv.visitVarInsn(ISTORE, local);
        }
    }

    public void call(String owner, String name, String descriptor) {
        mv.visitMethodInsn(INVOKESTATIC, owner, name, descriptor, false);
    }
}
