package org.vexhost.sandbox.binary;

import java.util.List;
import java.util.stream.Collectors;
import org.vexhost.sandbox.binary.instruction.ValueType;

/**
 * The type of a function.
 *
 * @param params the types of the parameters
 * @param results the types of the results
 */
public record FunctionSignature(List<ValueType> params, List<ValueType> results) {

    /** Copies the lists. */
    public FunctionSignature {
        params = List.copyOf(params);
        results = List.copyOf(results);
    }

    /** Written out, because the first call of a generated one takes several milliseconds. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FunctionSignature signature
                && params.equals(signature.params)
                && results.equals(signature.results);
    }

    @Override
    public int hashCode() {
        return 31 * params.hashCode() + results.hashCode();
    }

    @Override
    public String toString() {
        return list(params) + " -> " + list(results);
    }

    private static String list(List<ValueType> types) {
        return types.stream().map(ValueType::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
