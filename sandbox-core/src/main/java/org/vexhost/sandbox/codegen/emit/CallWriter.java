package org.vexhost.sandbox.codegen.emit;

import static org.objectweb.asm.Opcodes.*;

import org.vexhost.sandbox.binary.FuncType;
import org.vexhost.sandbox.codegen.assembler.HostBits;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.assembler.Types;

/** Writes direct and indirect calls. */
public final class CallWriter {

    private final FunctionContext context;
    private final MethodCode code;
    private final FuelWriter fuel;
    private final MemoryWriter memory;

    public CallWriter(
            FunctionContext context, MethodCode code, FuelWriter fuel, MemoryWriter memory) {
        this.context = context;
        this.code = code;
        this.fuel = fuel;
        this.memory = memory;
    }

    /** Writes a call of a function. */
    public void call(int function) {
        call(function, context.methods().entry(function));
    }

    /**
     * Writes a tail call of a function: an ordinary call, or the record of a pending tail call. The
     * caller of this method then writes the return.
     */
    public void callInPlace(int function) {
        call(function, context.methods().inPlace(function));
    }

    private void call(int function, String method) {
        FuncType type = context.layout.functionType(function);
        fuel.flush();
        arguments(type);
        fuel.save();
        memory.pushContext();
        code.call(context.methods().owner(function), method, context.descriptor(type, ""));
        results(type);
        fuel.load();
        if (context.mayGrow.get(function)) {
            memory.reload();
        }
        fuel.called();
    }

    /** Writes a call through a table; the index in the table is the last operand. */
    public void indirect(int typeIndex, int table) {
        indirect(typeIndex, table, context.methods().dispatch(typeIndex));
    }

    /** Writes a tail call through a table, as {@link #callInPlace} does. */
    public void indirectInPlace(int typeIndex, int table) {
        indirect(typeIndex, table, context.methods().dispatchInPlace(typeIndex));
    }

    private void indirect(int typeIndex, int table, String method) {
        FuncType type = context.layout.type(typeIndex);
        fuel.flush();
        code.need(1);
        code.push(table);
        memory.pushMemory();
        code.call(context.names.ops(), "callee", "(II" + context.names.memoryType() + ")I");
        if (type.paramCount() > 0 || !Types.fit(type)) {
            // All arguments must be below the index on the stack.
            int held = code.temporary(Types.I32);
            code.mv.visitVarInsn(ISTORE, held);
            code.popped(1);
            arguments(type);
            code.mv.visitVarInsn(ILOAD, held);
        } else {
            code.popped(1);
        }
        fuel.save();
        memory.pushContext();
        code.call(context.methods().dispatcher(typeIndex), method, context.descriptor(type, "I"));
        results(type);
        fuel.load();
        if (context.memoryGrows()) {
            memory.reload();
        }
        fuel.called();
    }

    /**
     * Pushes the arguments. If they are too many for a JVM method, stores them in an array instead.
     */
    private void arguments(FuncType type) {
        int count = type.paramCount();
        if (Types.fit(type)) {
            code.need(count);
            return;
        }
        code.spill();
        memory.pushMemory();
        code.push(count);
        code.call(context.names.ops(), "passing", "(" + context.names.memoryType() + "I)[J");
        int from = code.height() - count;
        for (int i = 0; i < count; i++) {
            code.mv.visitInsn(DUP);
            code.push(i);
            code.loadSlot(from + i, type.param(i));
            HostBits.from(code, type.param(i), memory.local());
            code.mv.visitInsn(LASTORE);
        }
        code.mv.visitInsn(POP);
    }

    private void results(FuncType type) {
        if (Types.fit(type)) {
            code.popped(type.paramCount());
        } else {
            code.gone(type.paramCount());
        }
        if (type.resultCount() == 1) {
            code.pushed(type.result(0));
            return;
        }
        for (int i = 0; i < type.resultCount(); i++) {
            memory.pushMemory();
            code.mv.visitFieldInsn(GETFIELD, context.names.memory(), "passed", "[J");
            code.push(i);
            code.mv.visitInsn(LALOAD);
            HostBits.toValue(code, type.result(i), memory.local());
            code.pushed(type.result(i));
        }
    }
}
