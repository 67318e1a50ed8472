package org.vexhost.sandbox.compile;

import java.util.Objects;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.meter.NanBits;

/**
 * How to compile a module.
 *
 * @param limits what the module may cost before it runs
 * @param mode what runs it
 * @param nans which bits NaNs have
 */
public record CompileOptions(ModuleLimits limits, Mode mode, NanBits nans) {

    /** The default limits, compiled. */
    public static final CompileOptions DEFAULT =
            new CompileOptions(ModuleLimits.DEFAULT, Mode.COMPILED);

    /** Checks for nulls. */
    public CompileOptions {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(nans, "nans");
    }

    /** NaNs have the bits that they happen to have. */
    public CompileOptions(ModuleLimits limits, Mode mode) {
        this(limits, mode, NanBits.AS_COMPUTED);
    }

    /** Returns the same, for tools and commands that have to repeat bit for bit or not. */
    public CompileOptions deterministic(boolean isDeterministic) {
        return new CompileOptions(
                limits, mode, isDeterministic ? NanBits.CANONICAL : NanBits.AS_COMPUTED);
    }

    /** Returns the same with another way to run. */
    CompileOptions with(Mode other) {
        return new CompileOptions(limits, other, nans);
    }

    /** What runs a module. Results, traps and fuel are the same; time is not. */
    public enum Mode {
        /**
         * JVM classes of our own compiler, which splits functions that are too large. What it fails
         * at is compiled as by {@link #REWRITTEN}.
         */
        COMPILED,
        /** As compiled, with all functions in small pieces: for testing. */
        SPLIT,
        /** JVM classes of Chicory's compiler, rewritten; functions too large are interpreted. */
        REWRITTEN,
        /** The interpreter alone, 50 to 400 times slower. */
        INTERPRETED,
        /**
         * Compiled without counting fuel or call depth, and without deadlines: for measuring and
         * testing, never for code that is not trusted.
         */
        UNMETERED
    }
}
