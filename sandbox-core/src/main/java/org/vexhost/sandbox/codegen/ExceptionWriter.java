package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.codegen.assembler.HostBits;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.assembler.Types;
import org.vexhost.sandbox.codegen.emit.FuelWriter;
import org.vexhost.sandbox.codegen.emit.FunctionContext;
import org.vexhost.sandbox.codegen.emit.MemoryWriter;
import org.vexhost.sandbox.codegen.runtime.GuestException;
import org.vexhost.sandbox.codegen.tree.Node;

/**
 * Writes instructions that throw and catch exceptions. A guest's exception is a JVM exception of
 * the class {@link GuestException}. A {@code try_table} becomes a JVM exception handler for that
 * class, which protects the code of the body. Handlers of inner blocks precede those of outer
 * blocks. The function's own handler, for traps, is last.
 */
final class ExceptionWriter {

    private static final String EXCEPTION = Types.descriptor(Types.EXNREF);

    private final FunctionContext context;
    private final MethodCode code;
    private final FuelWriter fuel;
    private final MemoryWriter memory;
    private final OpenBlocks blocks;

    /** The local variable that holds an exception while its values are read, or -1. */
    private int held = -1;

    ExceptionWriter(
            FunctionContext context,
            MethodCode code,
            FuelWriter fuel,
            MemoryWriter memory,
            OpenBlocks blocks) {
        this.context = context;
        this.code = code;
        this.fuel = fuel;
        this.memory = memory;
        this.blocks = blocks;
    }

    /**
     * Begins the protected range, and returns its start. All operands are spilled to local
     * variables first.
     */
    Label begin(Node block) {
        fuel.cost(1);
        fuel.flush();
        code.spill();
        blocks.open(block, new Label());
        Label start = new Label();
        code.mv.visitLabel(start);
        return start;
    }

    /**
     * Ends the protected range after the body, and writes the branches of its catch clauses.
     * Control never falls through the end of the body.
     */
    void end(Node block, Label start) {
        if (block.catches.isEmpty()) {
            return;
        }
        Label end = new Label();
        Label handler = new Label();
        code.mv.visitLabel(end);
        code.mv.visitTryCatchBlock(start, end, handler, GuestException.NAME);
        code.meet(block.height, Node.NO_TYPES);
        code.placeCaught(handler);
        fuel.load();
        if (context.memoryGrows()) {
            memory.reload();
        }
        fuel.called();
        for (int i = 0; i < block.catches.size(); i++) {
            Node.Catch caught = block.catches.get(i);
            if (caught.isAny()) {
                branch(caught, block.targets[i]);
                return;
            }
            Label next = new Label();
            code.mv.visitInsn(DUP);
            help("tag", "(" + EXCEPTION + ")I");
            code.push(caught.tag());
            code.mv.visitJumpInsn(IF_ICMPNE, next);
            branch(caught, block.targets[i]);
            code.meet(block.height, Node.NO_TYPES);
            code.placeCaught(next);
        }
        code.mv.visitInsn(ATHROW);
        code.popped(1);
    }

    /** Branches with the values of the exception on the stack. */
    private void branch(Node.Catch caught, Node target) {
        code.popped(1);
        if (target.label().length == 0 && caught.kept() == Node.Catch.NOT_KEPT) {
            code.mv.visitInsn(POP);
            blocks.branch(target);
            return;
        }
        if (held < 0) {
            held = code.temporary(Types.EXNREF);
        }
        code.mv.visitVarInsn(ASTORE, held);
        if (caught.kept() != Node.Catch.NOT_KEPT) {
            pushHeld();
            code.setLocal(caught.kept());
        }
        int count = target.label().length - (caught.withReference() ? 1 : 0);
        for (int i = 0; i < count; i++) {
            code.mv.visitVarInsn(ALOAD, held);
            code.push(i);
            help("value", "(" + EXCEPTION + "I)J");
            HostBits.toValue(code.mv, target.label()[i]);
            code.pushed(target.label()[i]);
        }
        if (caught.withReference()) {
            pushHeld();
        }
        blocks.branch(target);
    }

    private void pushHeld() {
        code.mv.visitVarInsn(ALOAD, held);
        code.pushed(Types.EXNREF);
    }

    /** Throws a new exception, or rethrows a caught one. */
    void leave(Node node) {
        if (node.op != Node.GO_ON) {
            fuel.cost(1);
        }
        fuel.flush();
        fuel.save();
        if (node.op == Op.THROW) {
            make((int) node.first);
        } else {
            if (node.op == Op.THROW_REF) {
                code.need(1);
            } else {
                code.getLocal((int) node.first);
            }
            memory.pushMemory();
            help("again", "(" + EXCEPTION + context.names.memoryType() + ")" + EXCEPTION);
            code.popped(1);
        }
        code.mv.visitInsn(ATHROW);
    }

    private void make(int tag) {
        byte[] payload = context.layout.tagType(tag).paramCodes();
        code.spill();
        if (payload.length > 0) {
            code.push(payload.length);
            code.mv.visitIntInsn(NEWARRAY, T_LONG);
            int from = code.height() - payload.length;
            for (int i = 0; i < payload.length; i++) {
                code.mv.visitInsn(DUP);
                code.push(i);
                code.loadSlot(from + i, payload[i]);
                HostBits.from(code.mv, payload[i]);
                code.mv.visitInsn(LASTORE);
            }
        }
        code.push(tag);
        memory.pushMemory();
        String values = payload.length > 0 ? "[J" : "";
        help("made", "(" + values + "I" + context.names.memoryType() + ")" + EXCEPTION);
        code.gone(payload.length);
    }

    /** {@code ref.is_null} of the reference on the stack. */
    void isNull() {
        help("isNull", "(" + EXCEPTION + ")Z");
    }

    private void help(String name, String descriptor) {
        code.call(context.names.exceptions(), name, descriptor);
    }
}
