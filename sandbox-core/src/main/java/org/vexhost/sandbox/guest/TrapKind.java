package org.vexhost.sandbox.guest;

/** The kind of a trap. */
public enum TrapKind {
    /** The {@code unreachable} instruction. */
    UNREACHABLE("unreachable"),
    /** An access outside of memory. */
    MEMORY_OUT_OF_BOUNDS("out of bounds memory access"),
    /** An access outside of a table. */
    TABLE_OUT_OF_BOUNDS("out of bounds table access"),
    /** An indirect call through an index outside of the table. */
    UNDEFINED_ELEMENT("undefined element"),
    /** An indirect call through an empty element. */
    UNINITIALIZED_ELEMENT("uninitialized element"),
    /** An indirect call of a function of another type. */
    INDIRECT_CALL_TYPE("indirect call type mismatch"),
    /** Division or remainder by zero. */
    DIVIDE_BY_ZERO("integer divide by zero"),
    /** A quotient or a conversion that does not fit. */
    INTEGER_OVERFLOW("integer overflow"),
    /** A conversion of a NaN to an integer. */
    INVALID_CONVERSION("invalid conversion to integer"),
    /** Calls nested deeper than {@code maxCallDepth}. */
    CALL_DEPTH("call depth exceeded"),
    /**
     * A call of a host function that needs the memory, by a guest that does not export its memory.
     */
    MISSING_MEMORY("missing required memory export"),
    /** {@code throw_ref} of a null reference. */
    NULL_EXCEPTION("null exception reference"),
    /** A guest exception that no function caught. */
    UNCAUGHT_EXCEPTION("uncaught exception"),
    /** An atomic access at an address that is not a multiple of its width. */
    UNALIGNED_ATOMIC("unaligned atomic"),
    /** {@code memory.atomic.wait}, which needs a shared memory. */
    MEMORY_NOT_SHARED("expected shared memory"),
    /** Any other fault of the guest. */
    OTHER("trap");

    private final String text;

    TrapKind(String text) {
        this.text = text;
    }

    /**
     * Returns a description in lower case. Where the specification names the trap, the description
     * is that name.
     */
    public String text() {
        return text;
    }
}
