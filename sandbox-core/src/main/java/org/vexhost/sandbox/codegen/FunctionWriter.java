package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.FuncType;
import org.vexhost.sandbox.codegen.assembler.HostBits;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.assembler.Types;
import org.vexhost.sandbox.codegen.emit.FuelWriter;
import org.vexhost.sandbox.codegen.emit.FunctionContext;
import org.vexhost.sandbox.codegen.emit.MemoryWriter;
import org.vexhost.sandbox.codegen.split.Survey;
import org.vexhost.sandbox.codegen.tree.Node;

/** Writes a function as one method, or as several if it was split. */
final class FunctionWriter implements CodeWriter.Exits {

    private final FunctionContext context;
    private final MethodCode code;
    private final boolean isSplit;
    private FuelWriter fuel;
    private MemoryWriter memory;

    private FunctionWriter(FunctionContext context, MethodVisitor mv, boolean isSplit) {
        this.context = context;
        this.isSplit = isSplit;
        this.code = new MethodCode(mv, context.names, context.localTypes, context.frame, isSplit);
        this.fuel = new FuelWriter(code, context.fuel, 0);
        this.memory = new MemoryWriter(context, code, fuel, 0, 0);
    }

    /** Returns the name of the method of a function. */
    static String name(int function) {
        return "func_" + function;
    }

    /**
     * Writes a function.
     *
     * @param root its body
     * @param weight the units of call depth that the function takes, or 0
     * @param survey the survey of the body
     */
    static void write(
            FunctionContext context, MethodVisitor mv, Node root, int weight, Survey survey)
            throws InvalidModuleException {
        new FunctionWriter(context, mv, survey.regions).write(root, weight, survey);
    }

    private void write(Node root, int weight, Survey survey) throws InvalidModuleException {
        MethodVisitor mv = code.mv;
        FuncType type = context.type;
        boolean fits = Types.fit(type);
        int[] params = new int[type.paramCount()];
        if (fits) {
            for (int i = 0; i < params.length; i++) {
                params[i] =
                        isSplit ? code.define(Types.verified(type.param(i))) : code.defineGuest(i);
            }
        }
        int memoryLocal = code.define(context.names.memory());
        int depth = code.define(Opcodes.INTEGER);
        fuel = new FuelWriter(code, context.fuel, memoryLocal);
        memory = new MemoryWriter(context, code, fuel, memoryLocal, depth);
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        mv.visitCode();
        if (weight > 0) {
            enterDepth(depth, weight);
        }
        int handled = code.defined();
        if (!isSplit) {
            int fuelLocal = code.define(Opcodes.INTEGER);
            fuel.keepIn(fuelLocal);
            fuel.load();
            handled++;
        }
        mv.visitLabel(start);
        if (isSplit) {
            makeFrame(params, fits);
        } else {
            if (survey.accesses) {
                int data = code.define("[B");
                memory.keepData(data, context.memoryGrows() ? code.define(Opcodes.INTEGER) : -1);
                memory.reload();
            }
            makeLocals(fits);
        }
        fuel.enter();
        new CodeWriter(context, code, fuel, memory, this).function(root);
        fuel.finish();
        mv.visitLabel(end);
        // This handler follows those of the guest: it gets what they do not catch.
        mv.visitTryCatchBlock(start, end, handler, null);
        code.placeHandler(handler, handled);
        if (context.layout.hasExceptions()) {
            unwound();
        } else {
            trapped(mv, context, fuel, memory);
        }
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }

    /** Rethrows a trap or a guest exception, after adding this function to its trace. */
    private void unwound() {
        memory.pushMemory();
        fuel.pushFuel();
        code.push(context.function);
        code.call(
                context.names.exceptions(),
                "unwound",
                "(Ljava/lang/Throwable;" + context.names.memoryType() + "II)Ljava/lang/Throwable;");
        code.mv.visitInsn(ATHROW);
    }

    /** Rethrows a trap, after recording the fuel used so far. */
    static void trapped(
            MethodVisitor mv, FunctionContext context, FuelWriter fuel, MemoryWriter memory) {
        memory.pushMemory();
        fuel.pushFuel();
        mv.visitMethodInsn(
                INVOKESTATIC,
                context.names.ops(),
                "trapped",
                "(Ljava/lang/Throwable;" + context.names.memoryType() + "I)Ljava/lang/Throwable;",
                false);
        mv.visitInsn(ATHROW);
    }

    private void enterDepth(int depth, int weight) {
        Label enough = new Label();
        code.increment(depth, -weight);
        code.mv.visitVarInsn(ILOAD, depth);
        code.mv.visitJumpInsn(IFGE, enough);
        memory.pushMemory();
        code.call(
                context.names.ops(),
                "callDepth",
                "(" + context.names.memoryType() + ")Ljava/lang/RuntimeException;");
        code.mv.visitInsn(ATHROW);
        code.place(enough);
    }

    private void makeLocals(boolean fits) {
        int params = context.type.paramCount();
        for (int i = fits ? params : 0; i < context.localTypes.length; i++) {
            byte type = context.localTypes[i];
            int local = code.defineGuest(i);
            if (i < params) {
                passed(i, type);
            } else {
                code.mv.visitInsn(Types.zero(type));
            }
            code.mv.visitVarInsn(Types.opcode(ISTORE, type), local);
        }
    }

    private void makeFrame(int[] params, boolean fits) {
        MethodVisitor mv = code.mv;
        int frame = code.define(context.frame.name());
        code.frameIn(frame);
        memory.keepFrame(frame);
        mv.visitTypeInsn(NEW, context.frame.name());
        mv.visitInsn(DUP);
        mv.visitMethodInsn(INVOKESPECIAL, context.frame.name(), "<init>", "()V", false);
        mv.visitVarInsn(ASTORE, frame);
        for (int i = 0; i < params.length; i++) {
            if (fits) {
                code.toFrame(i, params[i]);
            } else {
                byte type = context.type.param(i);
                passed(i, type);
                code.pushed(type);
                code.setLocal(i);
            }
        }
    }

    /** Pushes an argument of a function with very many parameters. */
    private void passed(int index, byte type) {
        memory.pushMemory();
        code.mv.visitFieldInsn(GETFIELD, context.names.memory(), "passed", "[J");
        code.push(index);
        code.mv.visitInsn(LALOAD);
        HostBits.toValue(code, type, memory.local());
    }

    @Override
    public void leave() {
        FuncType type = context.type;
        fuel.save();
        if (type.resultCount() <= 1) {
            code.need(type.resultCount());
            code.mv.visitInsn(
                    type.resultCount() == 0 ? RETURN : Types.opcode(IRETURN, type.result(0)));
            return;
        }
        code.spill();
        int count = type.resultCount();
        memory.pushMemory();
        code.push(count);
        code.call(context.names.ops(), "passing", "(" + context.names.memoryType() + "I)[J");
        int from = code.height() - count;
        for (int i = 0; i < count; i++) {
            code.mv.visitInsn(DUP);
            code.push(i);
            code.loadSlot(from + i, type.result(i));
            HostBits.from(code, type.result(i), memory.local());
            code.mv.visitInsn(LASTORE);
        }
        code.mv.visitInsn(RETURN);
    }

    @Override
    public void handOn(int way) {
        throw new IllegalStateException("way out of a function");
    }

    @Override
    public Label outside(Node target) {
        throw new IllegalStateException("branch out of a function");
    }
}
