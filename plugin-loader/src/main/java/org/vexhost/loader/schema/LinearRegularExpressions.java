package org.vexhost.loader.schema;

import com.networknt.schema.SchemaException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;

/** Provides the validator with patterns that match in linear time and observe its limits. */
final class LinearRegularExpressions implements RegularExpressionFactory {

    @Override
    public RegularExpression getRegularExpression(String regex) {
        LinearPattern pattern;
        try {
            pattern = LinearPattern.compile(regex);
        } catch (UnsupportedPatternException e) {
            throw new SchemaException(e);
        }
        int stepsPerCharacter = 1 + pattern.instructions() / 64;
        return value -> pattern.isFoundIn(new CountedText(value, stepsPerCharacter));
    }

    /** A text that counts steps of the evaluation when its characters are read. */
    private record CountedText(String text, int stepsPerCharacter) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if ((index & 63) == 63) {
                BoundedEvaluation.stepCurrent(stepsPerCharacter);
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
