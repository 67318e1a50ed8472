package org.vexhost.sandbox.binary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vexhost.sandbox.binary.instruction.ValueType;

/** A function type as encoded in the binary format, with one byte for each value type. */
public final class FuncType {

    private final byte[] params;
    private final byte[] results;

    FuncType(byte[] params, byte[] results) {
        this.params = params;
        this.results = results;
    }

    /** Returns how many parameters there are. */
    public int paramCount() {
        return params.length;
    }

    /** Returns the code of the type of a parameter. */
    public byte param(int index) {
        return params[index];
    }

    /** Returns how many results there are. */
    public int resultCount() {
        return results.length;
    }

    /** Returns the code of the type of a result. */
    public byte result(int index) {
        return results[index];
    }

    /** Returns whether this type has exactly these parameters and results. */
    public boolean is(byte[] otherParams, byte[] otherResults) {
        return Arrays.equals(params, otherParams) && Arrays.equals(results, otherResults);
    }

    /** Returns the codes of the parameters' types. */
    public byte[] paramCodes() {
        return params.clone();
    }

    /** Returns the codes of the results' types. */
    public byte[] resultCodes() {
        return results.clone();
    }

    /** Returns a text that is equal for all types with the same parameters and results. */
    public String codes() {
        return new String(params, StandardCharsets.ISO_8859_1)
                + ":"
                + new String(results, StandardCharsets.ISO_8859_1);
    }

    /** Returns whether any value is a vector. */
    boolean hasVectors() {
        return Vectors.in(params) > 0 || Vectors.in(results) > 0;
    }

    /** Returns the same type with each vector replaced by two 64-bit integers. */
    FuncType lowered() {
        return hasVectors() ? new FuncType(Vectors.lower(params), Vectors.lower(results)) : this;
    }

    boolean sameAs(FuncType other) {
        return is(other.params, other.results);
    }

    FunctionSignature signature() {
        return new FunctionSignature(types(params), types(results));
    }

    private static List<ValueType> types(byte[] codes) {
        var types = new ArrayList<ValueType>(codes.length);
        for (byte code : codes) {
            types.add(ValueType.ofCode(code & 0xFF));
        }
        return types;
    }
}
