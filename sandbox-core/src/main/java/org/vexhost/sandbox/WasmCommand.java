package org.vexhost.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Deadline;
import org.vexhost.api.Grants;
import org.vexhost.api.SandboxLimits;
import org.vexhost.sandbox.binary.ModuleFile;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions;

/**
 * A WASI command that {@link WasmEngine#exec} runs once, with its own streams. Its fuel is counted,
 * and is limited on request. Its memory, tables and call depth are always limited. Immutable.
 *
 * @since 1.0
 */
public final class WasmCommand {

    private final byte[] module;
    private final List<String> arguments;
    private final SandboxLimits limits;
    private final long maxFuel;
    private final Duration timeout;
    private final boolean deterministic;
    private final ModuleLimits moduleLimits;
    private final Supplier<Grants> grants;
    private final Map<String, String> environment;
    private final InputStream stdin;
    private final OutputStream stdout;
    private final OutputStream stderr;
    private final Consumer<String> warnings;

    private WasmCommand(Builder builder) {
        module = Objects.requireNonNull(builder.module, "module");
        arguments = builder.arguments;
        limits = builder.limits;
        maxFuel = builder.maxFuel;
        timeout = builder.timeout;
        deterministic = builder.deterministic;
        moduleLimits = builder.moduleLimits;
        grants = builder.grants;
        environment = builder.environment;
        stdin = builder.stdin;
        stdout = builder.stdout;
        stderr = builder.stderr;
        warnings = builder.warnings;
    }

    /** Starts the description of a command. */
    public static Builder builder() {
        return new Builder();
    }

    byte[] module() {
        return module;
    }

    List<String> arguments() {
        return arguments;
    }

    SandboxLimits limits() {
        return limits;
    }

    long maxFuel() {
        return maxFuel;
    }

    Duration timeout() {
        return timeout;
    }

    boolean isDeterministic() {
        return deterministic;
    }

    /** Returns the options for compiling its module. */
    CompileOptions options() {
        return new CompileOptions(moduleLimits, CompileOptions.Mode.COMPILED)
                .deterministic(deterministic);
    }

    Supplier<Grants> grants() {
        return grants;
    }

    Map<String, String> environment() {
        return environment;
    }

    InputStream stdin() {
        return stdin;
    }

    OutputStream stdout() {
        return stdout;
    }

    OutputStream stderr() {
        return stderr;
    }

    Consumer<String> warnings() {
        return warnings;
    }

    /** Builds a command. For use by one thread. */
    public static final class Builder {
        private byte @Nullable [] module;
        private List<String> arguments = List.of("command");
        private SandboxLimits limits = SandboxLimits.CEILINGS;
        private long maxFuel = Long.MAX_VALUE;
        private Duration timeout = Deadline.MAX;
        private boolean deterministic;
        private ModuleLimits moduleLimits = ModuleLimits.GENEROUS;
        private Supplier<Grants> grants = Grants::none;
        private Map<String, String> environment = Map.of();
        private InputStream stdin = InputStream.nullInputStream();
        private OutputStream stdout = OutputStream.nullOutputStream();
        private OutputStream stderr = OutputStream.nullOutputStream();
        private Consumer<String> warnings = warning -> {};

        private Builder() {}

        /** Sets the binary, which is copied; this or {@link #module(Path)} is required. */
        public Builder module(byte[] binary) {
            module = binary.clone();
            return this;
        }

        /**
         * Reads the binary from a file. For large files, this takes half the memory of reading and
         * copying them, and less time.
         *
         * @throws IOException if the file cannot be read, or has more than 2 GiB
         * @since 1.0
         */
        public Builder module(Path file) throws IOException {
            module = ModuleFile.read(file);
            return this;
        }

        /**
         * Sets the program's name and its arguments.
         *
         * @throws IllegalArgumentException if the list is empty
         */
        public Builder arguments(List<String> nameAndArguments) {
            if (nameAndArguments.isEmpty()) {
                throw new IllegalArgumentException("arguments have no program name");
            }
            arguments = List.copyOf(nameAndArguments);
            return this;
        }

        /**
         * Sets the limits on memory, tables and call depth; {@link SandboxLimits#CEILINGS} by
         * default. The other limits are ignored.
         */
        public Builder limits(SandboxLimits guestLimits) {
            limits = Objects.requireNonNull(guestLimits, "limits");
            return this;
        }

        /**
         * Sets the maximum fuel, in units, 1 or more; by default the largest {@code long}, which no
         * command uses up.
         *
         * @throws IllegalArgumentException if the value is less than 1
         */
        public Builder maxFuel(long units) {
            if (units < 1) {
                throw new IllegalArgumentException("maxFuel is less than 1 [%d]".formatted(units));
            }
            maxFuel = units;
            return this;
        }

        /** Sets the maximum run time; {@link Deadline#MAX} by default, which no command exceeds. */
        public Builder timeout(Duration duration) {
            timeout = Objects.requireNonNull(duration, "timeout");
            return this;
        }

        /** Sets whether the command has a fixed clock and a fixed seed; false by default. */
        public Builder deterministic(boolean isDeterministic) {
            deterministic = isDeterministic;
            return this;
        }

        /**
         * Sets one of the limits on the module, for example {@code maxNesting}; {@code
         * docs/module-limits.md} lists them with their defaults.
         *
         * @throws IllegalArgumentException if there is no such limit, or the value is out of its
         *     range
         */
        public Builder moduleLimit(String name, long value) {
            moduleLimits = moduleLimits.with(name, value);
            return this;
        }

        /** Sets the source of the grants; nothing is granted by default. */
        public Builder grants(Supplier<Grants> live) {
            grants = Objects.requireNonNull(live, "grants");
            return this;
        }

        /** Sets the variables that grants can make visible; none by default. */
        public Builder environment(Map<String, String> variables) {
            environment = Map.copyOf(variables);
            return this;
        }

        /** Sets standard input; empty by default. The stream is not closed. */
        public Builder stdin(InputStream input) {
            stdin = Objects.requireNonNull(input, "stdin");
            return this;
        }

        /** Sets standard output; discarded by default. The stream is flushed, but not closed. */
        public Builder stdout(OutputStream output) {
            stdout = Objects.requireNonNull(output, "stdout");
            return this;
        }

        /** Sets standard error; discarded by default. The stream is flushed, but not closed. */
        public Builder stderr(OutputStream output) {
            stderr = Objects.requireNonNull(output, "stderr");
            return this;
        }

        /**
         * Sets the listener for warnings to the user before the command runs, for example about
         * functions that are so large that they are interpreted, and therefore slow. By default,
         * there is no listener. Guest text in a warning is quoted.
         */
        public Builder warnings(Consumer<String> listener) {
            warnings = Objects.requireNonNull(listener, "warnings");
            return this;
        }

        /**
         * Creates the command.
         *
         * @throws NullPointerException if the module is missing
         */
        public WasmCommand build() {
            return new WasmCommand(this);
        }
    }
}
