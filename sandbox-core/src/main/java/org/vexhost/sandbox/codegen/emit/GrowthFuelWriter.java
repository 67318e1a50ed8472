package org.vexhost.sandbox.codegen.emit;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.assembler.Types;
import org.vexhost.sandbox.codegen.tree.Node;
import org.vexhost.sandbox.meter.GrowthFuel;

/**
 * Writes the code that charges for {@code memory.grow}, {@code table.grow} and the other bulk
 * operations, whose cost depends on their size. The rules are in {@link GrowthFuel}.
 */
final class GrowthFuelWriter {

    private final MethodCode code;
    private final FuelWriter fuel;

    /** The local variable with the size of the operation, or -1 before it is needed. */
    private int units = -1;

    /** The local variable with the result of growth, or -1 before it is needed. */
    private int result = -1;

    GrowthFuelWriter(MethodCode code, FuelWriter fuel) {
        this.code = code;
        this.fuel = fuel;
    }

    /** Puts the operands on the stack, and the number of units into a local variable if needed. */
    void begin(Node node, int operands) {
        code.need(operands);
        if (GrowthFuel.needsUnits(node.units)) {
            if (units < 0) {
                units = code.temporary(Types.I32);
            }
            code.mv.visitInsn(DUP);
            code.mv.visitVarInsn(ISTORE, units);
            code.keep(units);
        }
    }

    /** Charges for an operation that has popped its operands and returns nothing. */
    void charge(Node node, int operands) {
        code.popped(operands);
        code.release(units);
        fuel.charge(node.units, units);
    }

    /**
     * Charges for growth, whose result is on the stack. If the growth is not known to be small,
     * only successful growth is charged.
     */
    void chargeGrown(Node node) {
        if (GrowthFuel.isUnchecked(node.units)) {
            fuel.charge(node.units, units);
            return;
        }
        fuel.flush();
        if (result < 0) {
            result = code.temporary(Types.I32);
        }
        code.mv.visitVarInsn(ISTORE, result);
        code.popped(1);
        code.mv.visitVarInsn(ILOAD, result);
        code.push(-1);
        Label failed = new Label();
        code.mv.visitJumpInsn(IF_ICMPEQ, failed);
        code.release(units);
        fuel.charge(node.units, units);
        fuel.flush();
        code.keep(result);
        code.place(failed);
        code.release(result);
        code.mv.visitVarInsn(ILOAD, result);
        code.pushed(Types.I32);
    }
}
