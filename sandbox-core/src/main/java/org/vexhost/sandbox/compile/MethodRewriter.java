package org.vexhost.sandbox.compile;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.vexhost.sandbox.compile.ClassRewriter.HiddenGlobals;

/** Rewrites one method of a generated class. */
final class MethodRewriter {

    private static final String OPS = Type.getInternalName(GuestOps.class);
    private static final String ACCESS = Type.getInternalName(Access.class);
    private static final String BOUNDED_ACCESS = Type.getInternalName(BoundedAccess.class);
    private static final String OPCODES = "com/dylibso/chicory/runtime/OpcodeImpl";
    private static final String INSTANCE = "com/dylibso/chicory/runtime/Instance";
    private static final String BYTES = "[B";

    /** Calls that leave compiled code. */
    private static final Set<String> LEAVES = Set.of("callHostFunction", "callIndirect");

    /** Chicory's names of loads and stores, and what they load or store. */
    private static final Map<String, String> WIDTHS =
            Map.of(
                    "Byte", "8", "Short", "16", "Int", "32", "Long", "64", "Float", "F32", "Double",
                    "F64");

    private final MethodNode method;
    private final InsnList code;
    private final HiddenGlobals hidden;
    private final BitSet mayGrow;
    private final int memorySlot;
    private final int depthSlot;
    private final boolean isFunction;
    private final int dataSlot;

    /** Whether the memory's own bound is looked at, as its array may be longer. */
    private final boolean isBounded;

    private boolean usesData;

    MethodRewriter(MethodNode method, HiddenGlobals hidden, BitSet mayGrow, boolean takesDepth) {
        this.method = method;
        this.code = method.instructions;
        this.hidden = hidden;
        this.mayGrow = mayGrow;
        this.isFunction = method.name.startsWith("func_");
        int slots = DepthParameter.slots(method.desc);
        this.depthSlot = takesDepth ? slots - 1 : -1;
        // call_N takes instance, memory and arguments; all others end with memory and instance.
        this.memorySlot = takesDepth ? slots - 3 : slots - 2;
        this.dataSlot = method.maxLocals;
        this.isBounded = !mayGrow.isEmpty();
    }

    void rewrite() {
        AbstractInsnNode next;
        for (AbstractInsnNode at = code.getFirst(); at != null; at = next) {
            next = at.getNext();
            if (at instanceof MethodInsnNode call) {
                next = rewrite(call);
            }
        }
        if (usesData) {
            keepData();
        }
    }

    /** Rewrites a call, and returns where to go on. */
    private @Nullable AbstractInsnNode rewrite(MethodInsnNode call) {
        AbstractInsnNode after = call.getNext();
        if (ClassRewriter.isHelper(call.owner)) {
            return helper(call);
        } else if (call.owner.equals(INSTANCE) && call.name.equals("memory")) {
            call.desc = "()Lcom/dylibso/chicory/runtime/Memory;";
            code.insert(call, new TypeInsnNode(CHECKCAST, ClassRewriter.MEMORY));
        } else if (call.owner.equals(OPCODES)) {
            after = Comparisons.rewrite(code, call);
        } else if (DepthParameter.isTakenBy(call.owner, call.name)) {
            if (depthSlot >= 0) {
                DepthParameter.pass(code, call, depthSlot);
            } else if (hidden.fuel() >= 0) {
                DepthParameter.passFirst(code, call, memorySlot);
            }
            if (isFunction && mayGrow(call)) {
                code.insert(call, load());
                usesData = true;
            }
        }
        return after;
    }

    private @Nullable AbstractInsnNode helper(MethodInsnNode call) {
        AbstractInsnNode after = call.getNext();
        switch (call.name) {
            case "checkInterruption" -> code.remove(call);
            case "readGlobal" -> after = readGlobal(call, false);
            case "readGlobalRef" -> after = readGlobal(call, true);
            case "writeGlobal" -> writeGlobal(call);
            default -> {
                call.owner = OPS;
                if (depthSlot >= 0 && LEAVES.contains(call.name)) {
                    code.insertBefore(call, DepthParameter.store(memorySlot, depthSlot));
                }
                if (call.name.startsWith("memoryRead")) {
                    access(call, "load", call.name.substring("memoryRead".length()));
                } else if (call.name.startsWith("memoryWrite")) {
                    access(call, "store", call.name.substring("memoryWrite".length()));
                } else if (call.name.equals("memoryGrow") && isFunction) {
                    code.insert(call, load());
                    usesData = true;
                }
            }
        }
        return after;
    }

    /**
     * The array that is in a local takes the place of the memory, and an offset of 0 mostly goes.
     */
    private void access(MethodInsnNode call, String verb, String type) {
        usesData = true;
        call.owner = isBounded ? BOUNDED_ACCESS : ACCESS;
        call.name = verb + WIDTHS.get(type);
        call.desc = call.desc.replace('L' + ClassRewriter.MEMORY + ';', BYTES);
        AbstractInsnNode memory = call.getPrevious();
        AbstractInsnNode offset = memory.getPrevious();
        VarInsnNode data = new VarInsnNode(ALOAD, dataSlot);
        code.set(memory, data);
        if (isBounded) {
            code.insert(data, new VarInsnNode(ILOAD, limitSlot()));
            call.desc = call.desc.replace(BYTES, BYTES + 'I');
            return;
        }
        Integer constant = constant(offset);
        if (constant != null && constant == 0) {
            code.remove(offset);
            call.desc = call.desc.replace('I' + BYTES, BYTES);
        }
    }

    private @Nullable AbstractInsnNode readGlobal(MethodInsnNode call, boolean reference) {
        AbstractInsnNode after = call.getNext();
        AbstractInsnNode instance = call.getPrevious();
        AbstractInsnNode indexNode = instance.getPrevious();
        int index = intConstant(indexNode);
        code.remove(indexNode);
        code.remove(instance);
        InsnList read = new InsnList();
        if (index != hidden.depth()) {
            read.add(new VarInsnNode(ALOAD, memorySlot));
        }
        if (index == hidden.fuel()) {
            read.add(new FieldInsnNode(GETFIELD, ClassRewriter.MEMORY, "fuel", "J"));
        } else if (index == hidden.ask()) {
            read.add(new MethodInsnNode(INVOKEVIRTUAL, ClassRewriter.MEMORY, "refill", "()J"));
        } else if (index == hidden.depth()) {
            read.add(new VarInsnNode(ILOAD, depthSlot));
            // What follows makes an int of a long.
            after = after.getNext();
            code.remove(call.getNext());
        } else if (index < 2) {
            read.add(new FieldInsnNode(GETFIELD, ClassRewriter.MEMORY, "global" + index, "J"));
        } else {
            read.add(new FieldInsnNode(GETFIELD, ClassRewriter.MEMORY, "globals", "[J"));
            read.add(push(index));
            read.add(new InsnNode(LALOAD));
        }
        if (reference) {
            read.add(new InsnNode(L2I));
        }
        code.insert(call, read);
        code.remove(call);
        return after;
    }

    private void writeGlobal(MethodInsnNode call) {
        AbstractInsnNode instance = call.getPrevious();
        AbstractInsnNode indexNode = instance.getPrevious();
        int index = intConstant(indexNode);
        InsnList write = new InsnList();
        if (index == hidden.depth()) {
            // The value was made a long of just before.
            AbstractInsnNode widening = indexNode.getPrevious();
            boolean exceeded = widening.getPrevious().getOpcode() == ICONST_M1;
            code.remove(widening);
            write.add(new VarInsnNode(ISTORE, depthSlot));
            if (exceeded) {
                write.add(DepthParameter.store(memorySlot, depthSlot));
            }
        } else if (index == hidden.fuel() || index == hidden.ask() || index < 2) {
            String field =
                    index == hidden.fuel()
                            ? "fuel"
                            : index == hidden.ask() ? "ask" : "global" + index;
            write.add(new VarInsnNode(ALOAD, memorySlot));
            write.add(new InsnNode(DUP_X2));
            write.add(new InsnNode(POP));
            write.add(new FieldInsnNode(PUTFIELD, ClassRewriter.MEMORY, field, "J"));
        } else {
            write.add(push(index));
            write.add(new VarInsnNode(ALOAD, memorySlot));
            write.add(
                    new MethodInsnNode(
                            INVOKESTATIC,
                            OPS,
                            "writeGlobal",
                            "(JIL" + ClassRewriter.MEMORY + ";)V"));
        }
        code.remove(indexNode);
        code.remove(instance);
        code.insert(call, write);
        code.remove(call);
    }

    private boolean mayGrow(MethodInsnNode call) {
        if (call.name.startsWith("func_")) {
            return mayGrow.get(
                    Integer.parseInt(call.name, "func_".length(), call.name.length(), 10));
        }
        // Whatever is in a table may be what grows.
        return call.name.startsWith("call_indirect_") && !mayGrow.isEmpty();
    }

    private InsnList load() {
        InsnList load = new InsnList();
        load.add(new VarInsnNode(ALOAD, memorySlot));
        load.add(new FieldInsnNode(GETFIELD, ClassRewriter.MEMORY, "data", BYTES));
        load.add(new VarInsnNode(ASTORE, dataSlot));
        if (isBounded) {
            load.add(new VarInsnNode(ALOAD, memorySlot));
            load.add(new FieldInsnNode(GETFIELD, ClassRewriter.MEMORY, "limit", "I"));
            load.add(new VarInsnNode(ISTORE, limitSlot()));
        }
        return load;
    }

    private int limitSlot() {
        return dataSlot + 1;
    }

    /** Loads the array at the start, and tells the verifier that it is there from then on. */
    private void keepData() {
        code.insert(load());
        method.maxLocals = isBounded ? limitSlot() + 1 : dataSlot + 1;
        for (AbstractInsnNode at = code.getFirst(); at != null; at = at.getNext()) {
            if (at instanceof FrameNode frame) {
                List<Object> locals = new ArrayList<>(frame.local);
                int slots = 0;
                for (Object local : locals) {
                    slots += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
                }
                for (; slots < dataSlot; slots++) {
                    locals.add(Opcodes.TOP);
                }
                locals.add(BYTES);
                if (isBounded) {
                    locals.add(Opcodes.INTEGER);
                }
                frame.local = locals;
            }
        }
    }

    static AbstractInsnNode push(int value) {
        if (value >= -1 && value <= 5) {
            return new InsnNode(ICONST_0 + value);
        }
        if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
            return new IntInsnNode(value == (byte) value ? BIPUSH : SIPUSH, value);
        }
        return new LdcInsnNode(value);
    }

    private static int intConstant(AbstractInsnNode node) {
        Integer value = constant(node);
        if (value == null) {
            throw new IllegalStateException("constant index expected");
        }
        return value;
    }

    static @Nullable Integer constant(AbstractInsnNode node) {
        int op = node.getOpcode();
        if (op >= ICONST_M1 && op <= ICONST_5) {
            return op - ICONST_0;
        }
        if (node instanceof IntInsnNode small) {
            return small.operand;
        }
        return node instanceof LdcInsnNode ldc && ldc.cst instanceof Integer value ? value : null;
    }
}
