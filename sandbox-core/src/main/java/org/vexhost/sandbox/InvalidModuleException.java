package org.vexhost.sandbox;

import java.io.Serial;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.vexhost.sandbox.hint.Hints;

/**
 * A module was refused before any of it ran: it is malformed, invalid, over a limit, or uses a
 * feature that cannot be bounded. Carries where in the file the fact was found.
 *
 * @since 0.1.0
 */
public final class InvalidModuleException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    /** Why a module was refused. */
    public enum Reason {
        /** The bytes do not form a module of the binary format, version 1. */
        MALFORMED,
        /** The file is a component, which has core modules inside. */
        COMPONENT,
        /** The module decodes but does not validate. */
        INVALID,
        /** A size or count is over one of the documented limits. */
        LIMIT_EXCEEDED,
        /** The estimated cost of compiling is over the limit. */
        TOO_COSTLY,
        /** The module is valid, but the compiler does not take it. */
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
        /** {@code return_call} and its relatives. */
        TAIL_CALLS,
        /** Memories or tables with 64-bit addresses. */
        MEMORY64,
        /** More than one memory, or instructions that name one. */
        MULTI_MEMORY,
        /** A memory whose pages are not of 64 KiB. */
        CUSTOM_PAGE_SIZES,
        /** 128-bit vectors where they cannot go, as in the type of a host function. */
        SIMD,
        /** A memory that is shared between threads. */
        SHARED_MEMORY,
        /** A memory that the host would have to supply. */
        IMPORTED_MEMORY,
        /** A table that the host would have to supply. */
        IMPORTED_TABLE,
        /** A global that the host would have to supply. */
        IMPORTED_GLOBAL,
        /** A tag of exceptions that the host would have to supply. */
        IMPORTED_TAG,
        /** An export that the binary interface needs is missing. */
        MISSING_EXPORT,
        /** An export that the binary interface needs has another type. */
        EXPORT_TYPE,
        /** A function that the host does not offer. */
        UNKNOWN_IMPORT,
        /** A function that the host offers with another type. */
        IMPORT_TYPE,
        /** A function whose capability the tool does not request. */
        CAPABILITY_NOT_REQUESTED
    }

    /** Why. */
    private final Reason reason;

    /** What is wrong, with its place. */
    private final String fact;

    /** What to do, or empty. */
    private final String hint;

    /** The function's index, or -1. */
    private final int functionIndex;

    /** Offset in the file. */
    private final int byteOffset;

    /**
     * Makes an exception with the advice that the reason has. It has no stack trace: it describes
     * the module, not the host.
     *
     * @param reason why the module was refused
     * @param functionIndex index of the function that holds the fault, imports counted first; -1
     *     outside of functions
     * @param byteOffset offset of the fault from the start of the file, in bytes, 0 or more
     * @param fact lower-case fact, without place
     */
    public InvalidModuleException(Reason reason, int functionIndex, int byteOffset, String fact) {
        this(reason, functionIndex, byteOffset, fact, Hints.of(reason));
    }

    /**
     * Makes an exception with advice of its own.
     *
     * @param reason why the module was refused
     * @param functionIndex index of the function that holds the fault, or -1
     * @param byteOffset offset of the fault from the start of the file, in bytes, 0 or more
     * @param fact lower-case fact, without place
     * @param hint what the author of the module can do; may be empty
     */
    public InvalidModuleException(
            Reason reason, int functionIndex, int byteOffset, String fact, String hint) {
        this(reason, describe(functionIndex, byteOffset, fact), hint, functionIndex, byteOffset);
    }

    /**
     * Makes an exception about the module as a whole, with the advice that the reason has.
     *
     * @param reason why the module was refused
     * @param fact what is wrong, with whatever place it has
     */
    public InvalidModuleException(Reason reason, String fact) {
        this(reason, fact, Hints.of(reason));
    }

    /**
     * Makes an exception about the module as a whole, with advice of its own.
     *
     * @param reason why the module was refused
     * @param fact what is wrong, with whatever place it has
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

    /** Returns why the module was refused. */
    public Reason reason() {
        return reason;
    }

    /** Returns what is wrong and where: the message without the advice. */
    public String fact() {
        return fact;
    }

    /**
     * Returns what the author of the module can do, such as which compiler flag to leave out; the
     * message ends with it, after a semicolon.
     */
    public Optional<String> hint() {
        return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
    }

    /** Returns the index of the function that holds the fault, empty outside of functions. */
    public OptionalInt functionIndex() {
        return functionIndex < 0 ? OptionalInt.empty() : OptionalInt.of(functionIndex);
    }

    /** Returns the offset of the fault from the start of the file, in bytes. */
    public int byteOffset() {
        return byteOffset;
    }
}
