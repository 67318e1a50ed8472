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
 * The specification of a tool: the module, and the settings for its calls. It is the input of
 * {@link WasmEngine#prepare}. Every default is the safest value. Immutable.
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

    /**
     * Copies everything except the binary, for a prepared tool, which no longer needs the binary.
     */
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

    /** Returns the name, version, description and parameters. */
    public ToolDefinition definition() {
        return definition;
    }

    /** Returns the binary, without copying it. */
    byte[] module() {
        return module;
    }

    /** Returns the binary interface of the module. */
    public Abi abi() {
        return abi;
    }

    /** Returns the arguments of a command after its name; a {@code vex} module never sees them. */
    public List<String> args() {
        return args;
    }

    /** Returns the limits of each call. */
    public SandboxLimits limits() {
        return limits;
    }

    /** Returns whether every call has a fixed clock and a fixed seed. */
    public boolean isDeterministic() {
        return deterministic;
    }

    /** Returns whether calls start from a snapshot, if one can be created. */
    public boolean isSnapshot() {
        return snapshot;
    }

    /** Returns the capabilities that the tool requests beyond computing. */
    public Set<Capability> capabilities() {
        return capabilities;
    }

    /** Returns the source of the operator's grants, which is queried at each host call. */
    public Supplier<Grants> grants() {
        return grants;
    }

    /**
     * Returns the source of the variables that grants can make visible; it is queried at most once
     * per call.
     */
    public Supplier<Map<String, String>> environment() {
        return environment;
    }

    /** Builds a specification. For use by one thread. */
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

        /** Sets the name, version, description and parameters; required. */
        public Builder definition(ToolDefinition toolDefinition) {
            definition = toolDefinition;
            return this;
        }

        /** Sets the binary, which is copied; required. */
        public Builder module(byte[] binary) {
            module = binary.clone();
            return this;
        }

        /** Sets the binary interface of the module; {@link Abi#VEX} by default. */
        public Builder abi(Abi toolAbi) {
            abi = Objects.requireNonNull(toolAbi, "abi");
            return this;
        }

        /**
         * Sets the arguments of a command after its name, which is the tool's name; none by
         * default. For {@link Abi#COMMAND} only.
         */
        public Builder args(List<String> afterName) {
            args = List.copyOf(afterName);
            return this;
        }

        /** Sets the limits of each call; {@link SandboxLimits#DEFAULTS} by default. */
        public Builder limits(SandboxLimits callLimits) {
            limits = Objects.requireNonNull(callLimits, "limits");
            return this;
        }

        /** Sets whether the same input always gives the same output and fuel; false by default. */
        public Builder deterministic(boolean isDeterministic) {
            deterministic = isDeterministic;
            return this;
        }

        /**
         * Sets whether {@code _initialize} and {@code wizer.initialize} run once, when the tool is
         * prepared, so that calls start from the resulting state; false by default. If no snapshot
         * of a module can be created, both functions run in each call, and {@link
         * WasmTool#snapshotProblem} returns the reason.
         *
         * @since 1.0
         */
        public Builder snapshot(boolean isSnapshot) {
            snapshot = isSnapshot;
            return this;
        }

        /** Sets the capabilities that the tool requests beyond computing; none by default. */
        public Builder capabilities(Set<Capability> requested) {
            capabilities = Set.copyOf(requested);
            return this;
        }

        /**
         * Sets the source of the grants, which is queried at each host call; nothing is granted by
         * default. The source must be thread-safe.
         */
        public Builder grants(Supplier<Grants> live) {
            grants = Objects.requireNonNull(live, "grants");
            return this;
        }

        /**
         * Sets the source of the variables that grants can make visible; none by default. The
         * source must be thread-safe.
         */
        public Builder environment(Supplier<Map<String, String>> variables) {
            environment = Objects.requireNonNull(variables, "environment");
            return this;
        }

        /**
         * Creates the specification.
         *
         * @throws NullPointerException if the definition or the module is missing
         * @throws IllegalArgumentException if there are arguments for a module that is not a
         *     command
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
