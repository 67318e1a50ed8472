package org.vexhost.loader.schema;

import java.math.BigDecimal;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;

/**
 * A JSON node factory that stores large doubles as whole numbers. Every double from 2^63 on is
 * whole, even if it is written with an exponent. The validator asks every whole number for its
 * value as a long, which cannot represent such a double. A number beyond the range of a double is
 * rejected, because it could not be compared with any other number.
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
