package org.vexhost.sandbox.codegen.emit;

import static org.objectweb.asm.Opcodes.*;

import java.util.Locale;
import org.vexhost.sandbox.binary.instruction.AtomicOp;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.assembler.Types;
import org.vexhost.sandbox.codegen.tree.Node;

/**
 * Writes atomic instructions. Memory is never shared, so they are plain accesses that check their
 * alignment.
 */
public final class AtomicWriter {

    private final FunctionContext context;
    private final MethodCode code;
    private final MemoryWriter memory;

    public AtomicWriter(FunctionContext context, MethodCode code, MemoryWriter memory) {
        this.context = context;
        this.code = code;
        this.memory = memory;
    }

    public void write(Node node) {
        int op = node.op;
        AtomicOp.Kind kind = AtomicOp.kind(op);
        if (kind == AtomicOp.Kind.FENCE) {
            return;
        }
        String takes = Op.takes(op);
        String gives = Op.gives(op);
        code.need(takes.length());
        StringBuilder descriptor = new StringBuilder("(");
        for (int i = 0; i < takes.length(); i++) {
            descriptor.append(takes.charAt(i) == Types.I64 ? 'J' : 'I');
        }
        code.push((int) node.first);
        code.push(AtomicOp.power(op));
        memory.pushMemory();
        descriptor.append("II").append(context.names.memoryType()).append(')');
        boolean isInt = gives.isEmpty() || gives.charAt(0) == Types.I32;
        descriptor.append(gives.isEmpty() ? 'V' : isInt ? 'I' : 'J');
        code.call(context.names.atomics(), name(kind, isInt), descriptor.toString());
        code.popped(takes.length());
        if (!gives.isEmpty()) {
            code.pushed((byte) gives.charAt(0));
        }
    }

    /** Returns the name of a helper. Helpers with the same parameter types differ by name. */
    private static String name(AtomicOp.Kind kind, boolean isInt) {
        return switch (kind) {
            case LOAD -> isInt ? "loadInt" : "loadLong";
            case NOTIFY -> "notifyWaiting";
            case WAIT -> "waitFor";
            default -> kind.name().toLowerCase(Locale.ROOT);
        };
    }
}
