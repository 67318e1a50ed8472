package org.vexhost.loader.deploy.version;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.vexhost.api.Grants;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Tool;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.schema.ToolSchemas;

/** Makes tools from modules: checks, meters, compiles. Thread-safe. */
public interface ToolFactory {

    /**
     * Checks all that can be checked without compiling. Takes time in proportion to the module, but
     * little.
     *
     * @param limits what each call runs under
     * @param grants what it may do, at the moment of asking
     * @throws ToolRejectedException if the module, or the schema of its parameters, is not accepted
     */
    Checked check(LoadedArtifact artifact, SandboxLimits limits, Supplier<Grants> grants)
            throws ToolRejectedException;

    /**
     * The limits of a tool that asks for no memory in particular.
     *
     * @param limits as the operator's defaults are
     * @param callBytes what one call may take of the heap
     * @return the same, with as much less memory as it takes to fit
     */
    default SandboxLimits fitting(ToolDescriptor descriptor, SandboxLimits limits, long callBytes) {
        return limits;
    }

    /** A tool that passed all checks and is not compiled yet. Holds its module. */
    interface Checked {

        /** What compiling it takes. */
        Effort effort();

        /**
         * Compiles it, or finds it compiled.
         *
         * @throws ToolRejectedException if it cannot be compiled
         */
        Prepared prepare() throws ToolRejectedException;
    }

    /**
     * What it takes to make a tool callable, estimated.
     *
     * @param nanos processor time
     * @param bytes heap that compiling holds at its peak
     * @param callBytes heap that one call can come to hold
     */
    record Effort(long nanos, long bytes, long callBytes) {}

    /**
     * What is ready to be called.
     *
     * @param tool runs the calls
     * @param schemas of its definition
     * @param imports what the module wants of the host, one text each; safe to print
     * @param snapshot its snapshot, or why there is none; empty if it asks for none; safe to print
     * @param onDropped releases what it holds; called once, when no call runs
     */
    record Prepared(
            Tool tool,
            ToolSchemas schemas,
            List<String> imports,
            Optional<String> snapshot,
            Runnable onDropped) {
        /** Copies the list. */
        public Prepared {
            Objects.requireNonNull(tool, "tool");
            Objects.requireNonNull(schemas, "schemas");
            Objects.requireNonNull(snapshot, "snapshot");
            Objects.requireNonNull(onDropped, "onDropped");
            imports = List.copyOf(imports);
        }

        /** Without a snapshot. */
        public Prepared(Tool tool, ToolSchemas schemas, List<String> imports, Runnable onDropped) {
            this(tool, schemas, imports, Optional.empty(), onDropped);
        }
    }
}
