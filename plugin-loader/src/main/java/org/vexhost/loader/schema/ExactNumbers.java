package org.vexhost.loader.schema;

import java.math.BigDecimal;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;

/**
 * Makes whole numbers of numbers that are whole and larger than a long, also where they are written
 * with an exponent: the validator asks every other whole number for its value as a long. A number
 * that no double can stand for is refused: nothing could be compared with it.
 */
final class ExactNumbers extends JsonNodeFactory {

    private static final long serialVersionUID = 1L;

    /** From here on, up and down, no double is a long, and each is whole. */
    private static final double TWO_TO_THE_63 = 0x1p63;

    /** A number is out of the range of a double. Has no stack trace. */
    static final class OutOfRange extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfRange() {
            super("number out of the range of a double", null, false, false);
        }
    }

    @Override
    public NumericNode numberNode(double value) {
        if (!Double.isFinite(value)) {
            throw new OutOfRange();
        }
        return Math.abs(value) >= TWO_TO_THE_63
                ? (NumericNode) super.numberNode(BigDecimal.valueOf(value).toBigInteger())
                : super.numberNode(value);
    }
}
