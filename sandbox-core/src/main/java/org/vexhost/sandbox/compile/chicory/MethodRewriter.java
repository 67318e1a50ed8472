package org.vexhost.sandbox.compile.chicory;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.vexhost.sandbox.codegen.runtime.Access;
import org.vexhost.sandbox.codegen.runtime.BoundedAccess;
import org.vexhost.sandbox.compile.chicory.ClassRewriter.HiddenGlobals;
import org.vexhost.sandbox.guest.support.CompactAccess;
import org.vexhost.sandbox.guest.support.GuestOps;
import org.vexhost.sandbox.guest.support.UnsignedOps;

/** Rewrites one method of a generated class. */
final class MethodRewriter {

    private static final String OPS = Type.getInternalName(GuestOps.class);
    private static final String UNSIGNED_OPS = Type.getInternalName(UnsignedOps.class);
    private static final String ACCESS = Type.getInternalName(Access.class);
    private static final String COMPACT_ACCESS = Type.getInternalName(CompactAccess.class);
    private static final String BOUNDED_ACCESS = Type.getInternalName(BoundedAccess.class);
    private static final String OPCODES = "com/dylibso/chicory/runtime/OpcodeImpl";
    private static final String INSTANCE = "com/dylibso/chicory/runtime/Instance";
    private static final String BYTES = "[B";

    /**
     * The length above which a method is made as short as possible, in bytes. The JVM's limit is
     * 65,535 bytes.
     */
    private static final int LONG_BYTES = 32_000;

    private static final int MAX_INSTRUCTION_BYTES = 8;

    /** The names of the methods whose calls leave compiled code. */
    private static final Set<String> LEAVES = Set.of("callHostFunction", "callIndirect");

    /** The operations that {@link UnsignedOps} replaces. */
    private static final Set<String> UNSIGNED =
            Set.of(
                    "I32_LT_U",
                    "I32_GT_U",
                    "I32_LE_U",
                    "I32_GE_U",
                    "I64_LT_U",
                    "I64_GT_U",
                    "I64_LE_U",
                    "I64_GE_U");

    /** Chicory's names for the types that loads and stores access, mapped to their widths. */
    private static final Map<String, String> WIDTHS =
            Map.of(
                    "Byte", "8", "Short", "16", "Int", "32", "Long", "64", "Float", "F32", "Double",
                    "F64");

    private final MethodNode method;
    private final InsnList code;
    private final HiddenGlobals hidden;
    private final BitSet mayGrow;
    private final GlobalAccess globals;
    private final int memorySlot;
    private final int depthSlot;
    private final boolean isFunction;
    private final int parameterSlots;
    private final int dataSlot;

    /** Whether accesses check the size of the memory, since its array may be longer. */
    private final boolean isBounded;

    /** Whether the function is so long that every byte matters. */
    private final boolean isCompact;

    private boolean usesData;

    MethodRewriter(MethodNode method, HiddenGlobals hidden, BitSet mayGrow, boolean takesDepth) {
        this.method = method;
        this.code = method.instructions;
        this.hidden = hidden;
        this.mayGrow = mayGrow;
        this.isFunction = method.name.startsWith("func_");
        int slots = DepthParameter.slots(method.desc);
        this.depthSlot = takesDepth ? slots - 1 : -1;
        // The parameters of a method call_N are instance, memory and arguments. In all other
        // methods, memory and instance are the last parameters.
        this.memorySlot = takesDepth ? slots - 3 : slots - 2;
        this.globals = new GlobalAccess(code, hidden, memorySlot, depthSlot);
        this.parameterSlots = slots;
        this.dataSlot = method.maxLocals;
        this.isBounded = !mayGrow.isEmpty();
        this.isCompact = isFunction && isLong();
    }

    private boolean isLong() {
        if (code.size() < LONG_BYTES / MAX_INSTRUCTION_BYTES) {
            return false;
        }
        var size = new CodeSizeEvaluator(null);
        method.accept(size);
        return size.getMaxSize() > LONG_BYTES;
    }

    void rewrite() {
        if (isFunction && hidden.fuel() >= 0) {
            FuelMarks.replace(code, hidden.fuel(), memorySlot);
        }
        Peepholes.shorten(code);
        AbstractInsnNode next;
        for (AbstractInsnNode at = code.getFirst(); at != null; at = next) {
            next = at.getNext();
            if (at instanceof MethodInsnNode call) {
                next = rewrite(call);
            }
        }
        Peepholes.shorten(code);
        if (isFunction && hidden.fuel() >= 0) {
            LoopRefills.rewrite(method, "func_" + hidden.refill(), memorySlot);
            TrapHandler.add(method, parameters(), memorySlot);
        }
        AbstractInsnNode start = code.getFirst();
        if (usesData) {
            keepData();
        }
        if (isFunction) {
            LocalOrder.apply(method, start, parameterSlots, dataSlot);
        }
    }

    /** Rewrites a call, and returns the instruction at which to continue. */
    private @Nullable AbstractInsnNode rewrite(MethodInsnNode call) {
        AbstractInsnNode after = call.getNext();
        if (ClassRewriter.isHelper(call.owner)) {
            return helper(call);
        } else if (call.owner.equals(INSTANCE) && call.name.equals("memory")) {
            call.desc = "()Lcom/dylibso/chicory/runtime/Memory;";
            code.insert(call, new TypeInsnNode(CHECKCAST, ClassRewriter.MEMORY));
        } else if (call.owner.equals(OPCODES)) {
            if (UNSIGNED.contains(call.name)) {
                call.owner = UNSIGNED_OPS;
            }
            after = Comparisons.rewrite(code, call);
        } else if (DepthParameter.isTakenBy(call.owner, call.name)) {
            if (depthSlot >= 0) {
                DepthParameter.pass(code, call, depthSlot);
            } else if (hidden.fuel() >= 0) {
                DepthParameter.passFirst(code, call, memorySlot);
            }
            if (isFunction && !isCompact && mayGrow(call)) {
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
            case "readGlobal" -> after = globals.read(call, false);
            case "readGlobalRef" -> after = globals.read(call, true);
            case "writeGlobal" -> globals.write(call);
            case "i32_ge_u" -> {
                // Chicory itself works around the bug only for this one of the eight comparisons.
                call.owner = UNSIGNED_OPS;
                call.name = "I32_GE_U";
            }
            default -> {
                call.owner = OPS;
                if (depthSlot >= 0 && LEAVES.contains(call.name)) {
                    code.insertBefore(call, DepthParameter.store(memorySlot, depthSlot));
                }
                if (call.name.startsWith("memoryRead")) {
                    access(call, "load", call.name.substring("memoryRead".length()));
                } else if (call.name.startsWith("memoryWrite")) {
                    access(call, "store", call.name.substring("memoryWrite".length()));
                } else if (call.name.equals("memoryGrow") && isFunction && !isCompact) {
                    code.insert(call, load());
                    usesData = true;
                }
            }
        }
        return after;
    }

    /**
     * Makes a load or store use the array in a local variable instead of the memory object. An
     * offset of 0 is usually omitted.
     */
    private void access(MethodInsnNode call, String verb, String type) {
        call.name = verb + WIDTHS.get(type);
        if (isCompact) {
            call.owner = COMPACT_ACCESS;
            return;
        }
        usesData = true;
        call.owner = isBounded ? BOUNDED_ACCESS : ACCESS;
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
        Integer constant = IntConstants.of(offset);
        if (constant != null && constant == 0) {
            code.remove(offset);
            call.desc = call.desc.replace('I' + BYTES, BYTES);
        }
    }

    /** Returns the verification types of the parameters; all methods are static. */
    private List<Object> parameters() {
        List<Object> parameters = new ArrayList<>();
        for (Type type : Type.getArgumentTypes(method.desc)) {
            parameters.add(
                    switch (type.getSort()) {
                        case Type.LONG -> Opcodes.LONG;
                        case Type.DOUBLE -> Opcodes.DOUBLE;
                        case Type.FLOAT -> Opcodes.FLOAT;
                        case Type.OBJECT, Type.ARRAY -> type.getInternalName();
                        default -> Opcodes.INTEGER;
                    });
        }
        return parameters;
    }

    private boolean mayGrow(MethodInsnNode call) {
        if (call.name.startsWith("func_")) {
            return mayGrow.get(
                    Integer.parseInt(call.name, "func_".length(), call.name.length(), 10));
        }
        // Any function in a table may grow memory.
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

    /**
     * Loads the array into a local variable at the start, and adds this variable to all later stack
     * map frames.
     */
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
}
