package org.vexhost.sandbox.compile;

import java.util.Objects;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.meter.NanBits;

/**
 * The options for compiling a module.
 *
 * @param limits the limits on the module
 * @param mode how the module is run
 * @param nans the handling of NaN bits
 */
public record CompileOptions(ModuleLimits limits, Mode mode, NanBits nans) {

    /** The default limits and the mode {@link Mode#COMPILED}. */
    public static final CompileOptions DEFAULT =
            new CompileOptions(ModuleLimits.DEFAULT, Mode.COMPILED);

    /** Checks that nothing is null. */
    public CompileOptions {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(nans, "nans");
    }

    /** Creates options under which NaNs keep the bits that were computed. */
    public CompileOptions(ModuleLimits limits, Mode mode) {
        this(limits, mode, NanBits.AS_COMPUTED);
    }

    /** Returns the same options, with or without results that are reproducible bit for bit. */
    public CompileOptions deterministic(boolean isDeterministic) {
        return new CompileOptions(
                limits, mode, isDeterministic ? NanBits.CANONICAL : NanBits.AS_COMPUTED);
    }

    /** Returns the same options with another mode. */
    CompileOptions with(Mode other) {
        return new CompileOptions(limits, other, nans);
    }

    /**
     * How a module is run. All modes give the same results, traps and fuel, but take different
     * times.
     */
    public enum Mode {
        /**
         * JVM classes from our own compiler, which splits functions that are too large. Modules
         * that it cannot compile are compiled as {@link #REWRITTEN}.
         */
        COMPILED,
        /** Like {@link #COMPILED}, but with all functions split into small pieces; for tests. */
        SPLIT,
        /**
         * JVM classes from Chicory's compiler, rewritten; functions that are too large are
         * interpreted.
         */
        REWRITTEN,
        /** Only the interpreter, which is 50 to 400 times slower. */
        INTERPRETED,
        /**
         * Compiled without counting fuel or call depth, and without deadlines; for measurements and
         * tests, never for untrusted code.
         */
        UNMETERED;

        /** Whether our own compiler compiles modules in this mode. */
        boolean isOwn() {
            return this == COMPILED || this == SPLIT;
        }
    }
}
