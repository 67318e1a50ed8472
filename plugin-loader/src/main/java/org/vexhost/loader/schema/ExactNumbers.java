package org.vexhost.loader.schema;

import java.math.BigDecimal;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;

/**
 * Converts large doubles to whole numbers. Numbers beyond a long are whole, even if written with an
 * exponent, but the validator asks every whole number for its value as a long. A number beyond a
 * double's range is rejected, because it could not be compared with anything.
 */
final class ExactNumbers extends JsonNodeFactory {

    private static final long serialVersionUID = 1L;

    /** From this magnitude on, every double is a whole number beyond the range of a long. */
    private static final double TWO_TO_THE_63 = 0x1p63;

    /** Thrown for a number beyond the range of a double. Has no stack trace. */
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
