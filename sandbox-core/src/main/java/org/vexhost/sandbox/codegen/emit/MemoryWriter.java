package org.vexhost.sandbox.codegen.emit;

import static org.objectweb.asm.Opcodes.*;

import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.codegen.assembler.HostBits;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.assembler.Types;
import org.vexhost.sandbox.codegen.tree.Node;

/**
 * Writes the instructions that use memory, tables and globals.
 *
 * <p>This class is long because each family of instructions has its own code.
 */
public final class MemoryWriter {

    private static final int I64_STORE8 = 0x3C;
    private static final int I64_STORE16 = 0x3D;
    private static final int I64_LOAD32_U = 0x35;
    private static final long LOW_32 = 0xFFFF_FFFFL;
    private static final int LOW_8 = 0xFF;

    /** The width of each load and store, by opcode. */
    private static final String[] WIDTHS = {
        "32", "64", "F32", "F64", "8", "8", "16", "16", "8", "8", "16", "16", "32", "32", //
        "32", "64", "F32", "F64", "8", "16", "8", "16", "32"
    };

    private final FunctionContext context;
    private final MethodCode code;
    private final FuelWriter fuel;
    private final GrowthFuelWriter growth;
    private final int memory;
    private final int depth;
    private int frame = -1;
    private int data = -1;
    private int limit = -1;

    public MemoryWriter(
            FunctionContext context, MethodCode code, FuelWriter fuel, int memory, int depth) {
        this.context = context;
        this.code = code;
        this.fuel = fuel;
        this.growth = new GrowthFuelWriter(code, fuel);
        this.memory = memory;
        this.depth = depth;
    }

    /**
     * Keeps the memory's array in a local variable, and its bound in another one if the bound can
     * change.
     */
    public void keepData(int dataLocal, int limitLocal) {
        data = dataLocal;
        limit = limitLocal;
    }

    public void keepFrame(int frameLocal) {
        frame = frameLocal;
    }

    public void pushFrame() {
        code.mv.visitVarInsn(ALOAD, frame);
    }

    /** Pushes the last arguments that every generated method takes. */
    public void pushContext() {
        code.mv.visitVarInsn(ALOAD, memory);
        code.mv.visitVarInsn(ILOAD, depth);
    }

    /** Returns the local variable that holds the memory object. */
    public int local() {
        return memory;
    }

    public void pushMemory() {
        code.mv.visitVarInsn(ALOAD, memory);
    }

    private void field(String name, String type) {
        code.mv.visitFieldInsn(GETFIELD, context.names.memory(), name, type);
    }

    private void pushInstance() {
        pushMemory();
        field("owner", context.names.instanceType());
    }

    /** Loads the array again, since growing replaces it. */
    public void reload() {
        if (data >= 0) {
            pushMemory();
            field("data", "[B");
            code.mv.visitVarInsn(ASTORE, data);
            if (limit >= 0) {
                pushMemory();
                field("limit", "I");
                code.mv.visitVarInsn(ISTORE, limit);
            }
        }
    }

    // Loads and stores.

    public void access(Node node) {
        int op = node.op;
        String width = WIDTHS[op - Op.FIRST_ACCESS];
        if (op >= Op.FIRST_STORE) {
            code.need(2);
            narrow(op);
            place(node.first, "store" + width, storeType(op), 'V');
            code.popped(2);
        } else {
            code.need(1);
            place(node.first, "load" + width, "", loadType(op));
            widen(op);
            code.popped(1);
            code.pushed((byte) Op.gives(op).charAt(0));
        }
    }

    /** Calls a load or store with the offset and the array after the values on the stack. */
    void place(long offset, String name, String value, char answer) {
        StringBuilder descriptor = new StringBuilder("(I").append(value);
        boolean isBounded = context.memoryGrows();
        if (isBounded || offset != 0) {
            code.push((int) offset);
            descriptor.append('I');
        }
        if (data >= 0) {
            code.mv.visitVarInsn(ALOAD, data);
        } else {
            pushMemory();
            field("data", "[B");
        }
        descriptor.append("[B");
        if (isBounded) {
            if (limit >= 0) {
                code.mv.visitVarInsn(ILOAD, limit);
            } else {
                pushMemory();
                field("limit", "I");
            }
            descriptor.append('I');
        }
        code.call(
                isBounded ? context.names.boundedAccess() : context.names.access(),
                name,
                descriptor.append(')').append(answer).toString());
    }

    private static char loadType(int op) {
        return switch (WIDTHS[op - Op.FIRST_ACCESS]) {
            case "8" -> 'B';
            case "16" -> 'S';
            case "32" -> 'I';
            case "64" -> 'J';
            case "F32" -> 'F';
            default -> 'D';
        };
    }

    private static String storeType(int op) {
        return String.valueOf(loadType(op));
    }

    private void narrow(int op) {
        switch (op) {
            case Op.I32_STORE8 -> code.mv.visitInsn(I2B);
            case Op.I32_STORE8 + 1 -> code.mv.visitInsn(I2S);
            case I64_STORE8 -> {
                code.mv.visitInsn(L2I);
                code.mv.visitInsn(I2B);
            }
            case I64_STORE16 -> {
                code.mv.visitInsn(L2I);
                code.mv.visitInsn(I2S);
            }
            case Op.I64_STORE32 -> code.mv.visitInsn(L2I);
            default -> {}
        }
    }

    /** Narrow loads sign-extend; an unsigned load clears the upper bits afterwards. */
    private void widen(int op) {
        boolean isLong = op >= 0x30;
        switch (op) {
            case 0x2D, 0x31 -> {
                code.push(LOW_8);
                code.mv.visitInsn(IAND);
            }
            case 0x2F, 0x33 -> code.mv.visitInsn(I2C);
            default -> {}
        }
        if (isLong) {
            code.mv.visitInsn(I2L);
        }
        if (op == I64_LOAD32_U) {
            code.mv.visitLdcInsn(LOW_32);
            code.mv.visitInsn(LAND);
        }
    }

    // Globals.

    public void getGlobal(int index) {
        byte type = context.layout.globalType(index);
        pushMemory();
        if (index < 2) {
            field("global" + index, "J");
        } else {
            field("globals", "[J");
            code.push(index);
            code.mv.visitInsn(LALOAD);
        }
        HostBits.toValue(code.mv, type);
        code.pushed(type);
    }

    public void setGlobal(int index) {
        code.need(1);
        HostBits.from(code.mv, context.layout.globalType(index));
        if (index < 2) {
            pushMemory();
            code.mv.visitInsn(DUP_X2);
            code.mv.visitInsn(POP);
            code.mv.visitFieldInsn(PUTFIELD, context.names.memory(), "global" + index, "J");
        } else {
            code.push(index);
            pushMemory();
            help("writeGlobal", "(JI" + context.names.memoryType() + ")V");
        }
        code.popped(1);
    }

    // All other instructions.

    public void bulk(Node node) {
        int op = node.op;
        int operand = (int) node.first;
        String toMemory = context.names.memoryType() + ")";
        String toInstance = "I" + context.names.instanceType() + ")";
        ModuleLayout layout = context.layout;
        switch (op) {
            case Op.MEMORY_SIZE -> {
                pushMemory();
                help("memoryPages", "(" + toMemory + "I");
                code.pushed(Types.I32);
            }
            case Op.MEMORY_GROW -> {
                growth.begin(node, 1);
                // The host grows the memory, and charges the same fuel.
                fuel.flush();
                fuel.save();
                pushMemory();
                help("memoryGrow", "(I" + toMemory + "I");
                fuel.load();
                code.popped(1);
                code.pushed(Types.I32);
                reload();
                growth.chargeGrown(node);
            }
            case Op.MEMORY_COPY -> {
                growth.begin(node, 3);
                pushMemory();
                help("memoryCopy", "(III" + toMemory + "V");
                growth.charge(node, 3);
            }
            case Op.MEMORY_FILL -> {
                growth.begin(node, 3);
                pushMemory();
                help("fill", "(III" + toMemory + "V");
                growth.charge(node, 3);
            }
            case Op.MEMORY_INIT -> {
                growth.begin(node, 3);
                code.push(operand);
                pushMemory();
                help("memoryInit", "(IIII" + toMemory + "V");
                growth.charge(node, 3);
            }
            case Op.DATA_DROP -> {
                code.push(operand);
                pushInstance();
                help("dataDrop", "(" + toInstance + "V");
            }
            case Op.ELEM_DROP -> {
                code.push(operand);
                pushInstance();
                help("elementDrop", "(" + toInstance + "V");
            }
            case Op.TABLE_GET -> {
                code.need(1);
                code.push(operand);
                pushInstance();
                help("tableGet", "(I" + toInstance + "I");
                code.popped(1);
                code.pushed(layout.tableType(operand));
            }
            case Op.TABLE_SET -> {
                code.need(2);
                code.push(operand);
                pushInstance();
                help("tableSet", "(II" + toInstance + "V");
                code.popped(2);
            }
            case Op.TABLE_SIZE -> {
                code.push(operand);
                pushInstance();
                help("tableSize", "(" + toInstance + "I");
                code.pushed(Types.I32);
            }
            case Op.TABLE_GROW -> {
                growth.begin(node, 2);
                code.push(operand);
                pushInstance();
                help("tableGrow", "(II" + toInstance + "I");
                code.popped(2);
                code.pushed(Types.I32);
                growth.chargeGrown(node);
            }
            case Op.TABLE_FILL -> {
                growth.begin(node, 3);
                code.push(operand);
                pushInstance();
                help("tableFill", "(III" + toInstance + "V");
                growth.charge(node, 3);
            }
            case Op.TABLE_COPY -> {
                growth.begin(node, 3);
                code.push(operand);
                code.push(node.second);
                pushInstance();
                help("tableCopy", "(IIII" + toInstance + "V");
                growth.charge(node, 3);
            }
            case Op.TABLE_INIT -> {
                growth.begin(node, 3);
                code.push(operand);
                code.push(node.second);
                code.push(layout.elementCount(operand));
                pushInstance();
                help("tableInit", "(IIIII" + toInstance + "V");
                growth.charge(node, 3);
            }
            default -> throw new IllegalArgumentException("no bulk operation: " + op);
        }
    }

    /** Throws the trap of {@code unreachable}. */
    public void trap() {
        fuel.save();
        help("throwTrapException", "()Ljava/lang/RuntimeException;");
        code.mv.visitInsn(ATHROW);
    }

    private void help(String name, String descriptor) {
        code.call(context.names.ops(), name, descriptor);
    }
}
