package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.ValueType;

/**
 * The form in which a module is rewritten. All metered forms count fuel identically, and check it
 * at the same places.
 */
enum Form {
    /** For inspection, and for any engine. The module itself has a 64-bit fuel counter. */
    WRITTEN(ValueType.I64, Op.I64_CONST, Op.I64_SUB, Op.I64_LE_S),
    /**
     * For Chicory's compiler. Fuel is handed out in slices that fit into 32 bits, and generated
     * code manages the call depth.
     */
    COMPILED(ValueType.I32, Op.I32_CONST, Op.I32_SUB, Op.I32_LE_S),
    /**
     * For Chicory's interpreter. Some instructions are replaced by others, since the interpreter
     * has more bugs than the compiler.
     */
    INTERPRETED(ValueType.I32, Op.I32_CONST, Op.I32_SUB, Op.I32_LE_S),
    /** Without fuel or call depth. */
    UNMETERED(ValueType.I32, Op.I32_CONST, Op.I32_SUB, Op.I32_LE_S),
    /** Without functions and without the bytes of data segments. */
    SKELETON(ValueType.I32, Op.I32_CONST, Op.I32_SUB, Op.I32_LE_S);

    private final ValueType fuel;
    private final int constant;
    private final int subtract;
    private final int usedUp;

    Form(ValueType fuel, int constant, int subtract, int usedUp) {
        this.fuel = fuel;
        this.constant = constant;
        this.subtract = subtract;
        this.usedUp = usedUp;
    }

    boolean counts() {
        return this != UNMETERED && this != SKELETON;
    }

    /** Returns whether fuel is handed out in slices that fit into 32 bits. */
    boolean isSliced() {
        return fuel == ValueType.I32;
    }

    /** Returns the type of the local and the global that contain the fuel. */
    int fuelType() {
        return fuel.code();
    }

    int constant() {
        return constant;
    }

    int subtract() {
        return subtract;
    }

    /** Returns the comparison with 0 that is true when the fuel is used up. */
    int usedUp() {
        return usedUp;
    }
}
