package org.vexhost.sandbox;

import java.io.Serial;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.vexhost.sandbox.hint.Hints;

/**
 * Thrown if a module is rejected before any of its code runs. The module is malformed, invalid,
 * exceeds a limit, or uses a feature whose cost cannot be bounded. The exception contains the
 * position of the fault in the file.
 *
 * @since 0.1.0
 */
public final class InvalidModuleException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    /** The reason why a module was rejected. */
    public enum Reason {
        /** The bytes do not form a module of the binary format, version 1. */
        MALFORMED,
        /** The file is a component, which contains core modules. */
        COMPONENT,
        /** The module decodes but does not validate. */
        INVALID,
        /** A size or count exceeds one of the documented limits. */
        LIMIT_EXCEEDED,
        /** The estimated cost of compiling exceeds the limit. */
        TOO_COSTLY,
        /** The module is valid, but the compiler does not support it. */
        NOT_COMPILABLE,
        /** An opcode that no accepted proposal defines. */
        UNKNOWN_OPCODE,
        /** Garbage-collected types. */
        GC_TYPES,
        /** Typed references, tables with an initial value. */
        TYPED_REFERENCES,
        /** Continuations. */
        STACK_SWITCHING,
        /** Arithmetic on 128-bit integers. */
        WIDE_ARITHMETIC,
        /** Floats of 16 bits. */
        HALF_PRECISION,
        /** Atomic instructions. */
        THREADS,
        /** Tags, throws and handlers. */
        EXCEPTIONS,
        /** Tail calls, such as {@code return_call}. */
        TAIL_CALLS,
        /** Memories or tables with 64-bit addresses. */
        MEMORY64,
        /** More than one memory, or instructions with a memory index. */
        MULTI_MEMORY,
        /** A memory whose page size is not 64 KiB. */
        CUSTOM_PAGE_SIZES,
        /**
         * 128-bit vectors in a place where they are not allowed, such as the type of a host
         * function.
         */
        SIMD,
        /** A memory that is shared between threads. */
        SHARED_MEMORY,
        /** An imported memory. */
        IMPORTED_MEMORY,
        /** An imported table. */
        IMPORTED_TABLE,
        /** An imported global. */
        IMPORTED_GLOBAL,
        /** An imported exception tag. */
        IMPORTED_TAG,
        /** A required export of the binary interface is missing. */
        MISSING_EXPORT,
        /** A required export of the binary interface has a wrong type. */
        EXPORT_TYPE,
        /** An imported function that the host does not offer. */
        UNKNOWN_IMPORT,
        /** An imported function that the host offers with another type. */
        IMPORT_TYPE,
        /** An imported function whose capability the tool does not request. */
        CAPABILITY_NOT_REQUESTED
    }

    /** The reason. */
    private final Reason reason;

    /** The fault, with its position. */
    private final String fact;

    /** Advice for the module's author, or empty. */
    private final String hint;

    /** The function's index, or -1. */
    private final int functionIndex;

    /** The offset in the file, in bytes. */
    private final int byteOffset;

    /**
     * Creates an exception with the standard advice for its reason. It has no stack trace: it
     * describes the module, not the host.
     *
     * @param reason why the module was rejected
     * @param functionIndex index of the function with the fault, imported functions included; -1
     *     outside of functions
     * @param byteOffset offset of the fault from the start of the file, in bytes, 0 or more
     * @param fact the fault, in lower case, without its position
     */
    public InvalidModuleException(Reason reason, int functionIndex, int byteOffset, String fact) {
        this(reason, functionIndex, byteOffset, fact, Hints.of(reason));
    }

    /**
     * Creates an exception with its own advice.
     *
     * @param reason why the module was rejected
     * @param functionIndex index of the function with the fault, or -1
     * @param byteOffset offset of the fault from the start of the file, in bytes, 0 or more
     * @param fact the fault, in lower case, without its position
     * @param hint what the author of the module can do; may be empty
     */
    public InvalidModuleException(
            Reason reason, int functionIndex, int byteOffset, String fact, String hint) {
        this(reason, describe(functionIndex, byteOffset, fact), hint, functionIndex, byteOffset);
    }

    /**
     * Creates an exception about the module as a whole, with the standard advice for its reason.
     *
     * @param reason why the module was rejected
     * @param fact the fault, with its position if there is one
     */
    public InvalidModuleException(Reason reason, String fact) {
        this(reason, fact, Hints.of(reason));
    }

    /**
     * Creates an exception about the module as a whole, with its own advice.
     *
     * @param reason why the module was rejected
     * @param fact the fault, with its position if there is one
     * @param hint what the author of the module can do; may be empty
     */
    public InvalidModuleException(Reason reason, String fact, String hint) {
        this(reason, fact, hint, -1, 0);
    }

    private InvalidModuleException(
            Reason reason, String placedFact, String hint, int functionIndex, int byteOffset) {
        super(hint.isEmpty() ? placedFact : placedFact + "; " + hint, null, false, false);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.fact = placedFact;
        this.hint = hint;
        this.functionIndex = functionIndex;
        this.byteOffset = byteOffset;
    }

    private static String describe(int functionIndex, int byteOffset, String fact) {
        return functionIndex < 0
                ? String.format(Locale.ROOT, "%s [offset 0x%x]", fact, byteOffset)
                : String.format(
                        Locale.ROOT,
                        "%s [function %d, offset 0x%x]",
                        fact,
                        functionIndex,
                        byteOffset);
    }

    /** Returns why the module was rejected. */
    public Reason reason() {
        return reason;
    }

    /** Returns the fault and its position: the message without the advice. */
    public String fact() {
        return fact;
    }

    /**
     * Returns the advice for the module's author, such as which compiler flag to leave out. The
     * message ends with it, after a semicolon.
     */
    public Optional<String> hint() {
        return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
    }

    /** Returns the index of the function with the fault; empty outside of functions. */
    public OptionalInt functionIndex() {
        return functionIndex < 0 ? OptionalInt.empty() : OptionalInt.of(functionIndex);
    }

    /** Returns the offset of the fault from the start of the file, in bytes. */
    public int byteOffset() {
        return byteOffset;
    }
}
