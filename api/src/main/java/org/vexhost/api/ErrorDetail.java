package org.vexhost.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The facts of a {@link ToolError} as typed values. Callers can act on them instead of parsing
 * text.
 *
 * @since 1.0
 */
public sealed interface ErrorDetail {

    /**
     * A limit was exceeded.
     *
     * @param limit the name of the limit as in descriptors, for example {@code maxMemoryBytes}
     * @param max the maximum value, in {@code unit}
     * @param unit the unit of the values, for example {@code bytes}, {@code fuel} or {@code ms}
     * @param actual the amount used or requested, in {@code unit}, if known
     */
    record LimitExceeded(String limit, long max, String unit, OptionalLong actual)
            implements ErrorDetail {
        /** Checks that nothing is null. */
        public LimitExceeded {
            Objects.requireNonNull(limit, "limit");
            Objects.requireNonNull(unit, "unit");
            Objects.requireNonNull(actual, "actual");
        }
    }

    /**
     * A capability is missing.
     *
     * @param capability the missing capability
     * @param values the values that the tool requested, for example variable names; may be empty
     */
    record MissingCapability(Capability capability, List<String> values) implements ErrorDetail {
        /** Copies the values. */
        public MissingCapability {
            Objects.requireNonNull(capability, "capability");
            values = List.copyOf(values);
        }
    }

    /**
     * The arguments do not match the schema.
     *
     * @param violations the places and the rules that are violated, never the values themselves; at
     *     least one
     */
    record SchemaViolations(List<Violation> violations) implements ErrorDetail {
        /** Copies the violations. */
        public SchemaViolations {
            violations = List.copyOf(violations);
        }
    }

    /**
     * One place in the arguments that does not match.
     *
     * @param path JSON Pointer (RFC 6901) into the arguments; empty for the whole value
     * @param rule the JSON Schema keyword that failed, for example {@code required}
     * @param expectation what the rule requires, for example {@code string}
     */
    record Violation(String path, String rule, String expectation) {
        /** Checks that nothing is null. */
        public Violation {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(rule, "rule");
            Objects.requireNonNull(expectation, "expectation");
        }
    }

    /**
     * The guest trapped.
     *
     * @param kind the trap in the words of the WebAssembly specification's tests, for example
     *     {@code integer divide by zero}
     * @param frames the active functions, innermost first, at most 16; empty if unknown
     * @param stderr the last lines of standard error, escaped, oldest first
     * @param atMemoryLimit whether {@code memory.grow} failed in this call because of {@code
     *     maxMemoryBytes}, a frequent cause of traps
     */
    record Trap(String kind, List<Frame> frames, List<String> stderr, boolean atMemoryLimit)
            implements ErrorDetail {
        /** Copies the lists. */
        public Trap {
            Objects.requireNonNull(kind, "kind");
            frames = List.copyOf(frames);
            stderr = List.copyOf(stderr);
        }

        /** Creates a trap of which only the kind is known. */
        public Trap(String kind) {
            this(kind, List.of(), List.of(), false);
        }

        /** Returns the innermost function, if known: a quoted name, or {@code function[12]}. */
        public Optional<String> function() {
            return frames.stream().findFirst().map(Frame::function);
        }
    }

    /**
     * A function that was active when the guest trapped.
     *
     * @param index the index of the function in the module, 0 or more; imported functions have
     *     indexes too
     * @param name the name from the module's name section, or otherwise from its imports and
     *     exports; escaped and truncated
     * @param codeOffset the offset of the function's body in the module, in bytes; empty for an
     *     imported function
     */
    record Frame(int index, Optional<String> name, OptionalLong codeOffset) {
        /** Checks that nothing is null. */
        public Frame {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(codeOffset, "codeOffset");
        }

        /** Returns the function as messages show it: the quoted name, or {@code function[12]}. */
        public String function() {
            return name.map(known -> "'" + known + "'").orElse("function[" + index + "]");
        }
    }

    /**
     * A caller used up one of its quotas.
     *
     * @param quota the quota's name as in the caller's file, for example {@code callsPerMinute}
     * @param max the quota, in {@code unit}
     * @param unit the unit of the quota, for example {@code calls} or {@code fuel}
     * @param retryAfter the time until the same call may succeed; not negative
     */
    record QuotaExceeded(String quota, long max, String unit, Duration retryAfter)
            implements ErrorDetail {
        /** Checks that nothing is null. */
        public QuotaExceeded {
            Objects.requireNonNull(quota, "quota");
            Objects.requireNonNull(unit, "unit");
            if (retryAfter.isNegative()) {
                throw new IllegalArgumentException(
                        "retryAfter is negative [%s]".formatted(retryAfter));
            }
        }
    }

    /**
     * A command ended with a code other than 0.
     *
     * @param code the exit code, unsigned 32 bits
     * @param stderr the last lines of standard error, escaped, oldest first
     */
    record Exit(long code, List<String> stderr) implements ErrorDetail {
        /** Copies the lines. */
        public Exit {
            stderr = List.copyOf(stderr);
        }
    }
}
