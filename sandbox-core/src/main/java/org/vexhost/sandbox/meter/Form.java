package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.binary.Op;
import org.vexhost.sandbox.binary.ValueType;

/**
 * The form in which a module is rewritten. The fuel and its checks are the same in all metered
 * forms.
 */
enum Form {
    /** For inspection and for any engine: 64 bits of fuel, in the module itself. */
    WRITTEN(ValueType.I64, Op.I64_CONST, Op.I64_SUB, Op.I64_LE_S),
    /**
     * For Chicory's compiler: fuel comes in slices of 32 bits, and generated code manages the call
     * depth.
     */
    COMPILED(ValueType.I32, Op.I32_CONST, Op.I32_SUB, Op.I32_LE_S),
    /** For Chicory's interpreter, which has more bugs: some instructions are replaced by others. */
    INTERPRETED(ValueType.I32, Op.I32_CONST, Op.I32_SUB, Op.I32_LE_S),
    /** Without fuel or call depth. */
    UNMETERED(ValueType.I32, Op.I32_CONST, Op.I32_SUB, Op.I32_LE_S);

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
        return this != UNMETERED;
    }

    /** Returns whether fuel comes in slices that fit into 32 bits. */
    boolean isSliced() {
        return fuel == ValueType.I32;
    }

    /** Returns the type of the local and the global that hold the fuel. */
    int fuelType() {
        return fuel.code();
    }

    int constant() {
        return constant;
    }

    int subtract() {
        return subtract;
    }

    /** Returns the comparison with 0 that holds when the fuel is used up. */
    int usedUp() {
        return usedUp;
    }
}
