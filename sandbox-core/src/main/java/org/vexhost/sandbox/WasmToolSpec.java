package org.vexhost.sandbox;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Capability;
import org.vexhost.api.Grants;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolDefinition;

/**
 * What {@link WasmEngine#prepare} makes a tool from. Immutable; the safest value is the default.
 *
 * @since 1.0
 */
public final class WasmToolSpec {

    private final ToolDefinition definition;
    private final byte[] module;
    private final Abi abi;
    private final List<String> args;
    private final SandboxLimits limits;
    private final boolean deterministic;
    private final boolean snapshot;
    private final Set<Capability> capabilities;
    private final Supplier<Grants> grants;
    private final Supplier<Map<String, String>> environment;

    private WasmToolSpec(Builder builder) {
        definition = Objects.requireNonNull(builder.definition, "definition");
        module = Objects.requireNonNull(builder.module, "module");
        abi = builder.abi;
        args = builder.args;
        limits = builder.limits;
        deterministic = builder.deterministic;
        snapshot = builder.snapshot;
        capabilities = Set.copyOf(builder.capabilities);
        grants = builder.grants;
        environment = builder.environment;
    }

    /** Everything but the binary, for a tool that no longer needs it. */
    private WasmToolSpec(WasmToolSpec whole) {
        definition = whole.definition;
        module = new byte[0];
        abi = whole.abi;
        args = whole.args;
        limits = whole.limits;
        deterministic = whole.deterministic;
        snapshot = whole.snapshot;
        capabilities = whole.capabilities;
        grants = whole.grants;
        environment = whole.environment;
    }

    WasmToolSpec withoutModule() {
        return new WasmToolSpec(this);
    }

    /** Starts a specification. */
    public static Builder builder() {
        return new Builder();
    }

    /** Name, version, description and parameters. */
    public ToolDefinition definition() {
        return definition;
    }

    /** The binary, not copied. */
    byte[] module() {
        return module;
    }

    /** How the module is called. */
    public Abi abi() {
        return abi;
    }

    /** What a command gets as arguments after its name; a {@code vex} module never sees them. */
    public List<String> args() {
        return args;
    }

    /** What each call may use. */
    public SandboxLimits limits() {
        return limits;
    }

    /** Whether every call has a fixed clock and a fixed seed. */
    public boolean isDeterministic() {
        return deterministic;
    }

    /** Whether calls start from a snapshot, if there can be one. */
    public boolean isSnapshot() {
        return snapshot;
    }

    /** What the tool requests beyond computing. */
    public Set<Capability> capabilities() {
        return capabilities;
    }

    /** What the operator grants, asked for at each host call. */
    public Supplier<Grants> grants() {
        return grants;
    }

    /** The variables that grants choose from, asked for at most once a call. */
    public Supplier<Map<String, String>> environment() {
        return environment;
    }

    /** Collects a specification. Used by one thread. */
    public static final class Builder {
        private @Nullable ToolDefinition definition;
        private byte @Nullable [] module;
        private Abi abi = Abi.VEX;
        private List<String> args = List.of();
        private SandboxLimits limits = SandboxLimits.DEFAULTS;
        private boolean deterministic;
        private boolean snapshot;
        private Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        private Supplier<Grants> grants = Grants::none;
        private Supplier<Map<String, String>> environment = Map::of;

        private Builder() {}

        /** Name, version, description and parameters; required. */
        public Builder definition(ToolDefinition toolDefinition) {
            definition = toolDefinition;
            return this;
        }

        /** The binary, copied; required. */
        public Builder module(byte[] binary) {
            module = binary.clone();
            return this;
        }

        /** How the module is called; {@link Abi#VEX} by default. */
        public Builder abi(Abi toolAbi) {
            abi = Objects.requireNonNull(toolAbi, "abi");
            return this;
        }

        /**
         * What a command gets as arguments after its name, which is the tool's; none by default.
         * For {@link Abi#COMMAND} only.
         */
        public Builder args(List<String> afterName) {
            args = List.copyOf(afterName);
            return this;
        }

        /** What each call may use; {@link SandboxLimits#DEFAULTS} by default. */
        public Builder limits(SandboxLimits callLimits) {
            limits = Objects.requireNonNull(callLimits, "limits");
            return this;
        }

        /** Whether the same input always gives the same output and fuel; not by default. */
        public Builder deterministic(boolean isDeterministic) {
            deterministic = isDeterministic;
            return this;
        }

        /**
         * Whether {@code _initialize} and {@code wizer.initialize} run once, when the tool is
         * prepared, and calls start from what they left; not by default. A module that cannot be
         * snapshotted runs them in each call; {@link WasmTool#snapshotProblem} says why.
         *
         * @since 1.0
         */
        public Builder snapshot(boolean isSnapshot) {
            snapshot = isSnapshot;
            return this;
        }

        /** What the tool requests beyond computing; nothing by default. */
        public Builder capabilities(Set<Capability> requested) {
            capabilities = Set.copyOf(requested);
            return this;
        }

        /** The grants, read anew at each host call; none by default. Thread-safe. */
        public Builder grants(Supplier<Grants> live) {
            grants = Objects.requireNonNull(live, "grants");
            return this;
        }

        /** The variables that grants choose from; none by default. Thread-safe. */
        public Builder environment(Supplier<Map<String, String>> variables) {
            environment = Objects.requireNonNull(variables, "environment");
            return this;
        }

        /**
         * Makes the specification.
         *
         * @throws NullPointerException if the definition or the module is missing
         * @throws IllegalArgumentException if there are arguments for a module that is no command
         */
        public WasmToolSpec build() {
            if (abi != Abi.COMMAND && !args.isEmpty()) {
                throw new IllegalArgumentException(
                        "args go with abi 'command' only [%s]".formatted(abi.key()));
            }
            return new WasmToolSpec(this);
        }
    }
}
