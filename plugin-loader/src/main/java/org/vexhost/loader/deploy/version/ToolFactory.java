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

/** Creates tools from modules: checks, meters and compiles them. Thread-safe. */
public interface ToolFactory {

    /**
     * Performs all checks that need no compilation. This takes a short time, proportional to the
     * size of the module.
     *
     * @param artifact the artifact to check
     * @param limits the limits of each call
     * @param grants supplies the current grants
     * @throws ToolRejectedException if the module or a schema is rejected
     */
    Checked check(LoadedArtifact artifact, SandboxLimits limits, Supplier<Grants> grants)
            throws ToolRejectedException;

    /**
     * Reduces the memory limit of a tool that requests no memory limit of its own.
     *
     * @param descriptor the tool's descriptor
     * @param limits the limits, with the operator's default for memory
     * @param callBytes the heap that one call may use, in bytes
     * @return the limits, with memory reduced as far as needed for a call to fit
     */
    default SandboxLimits fitting(ToolDescriptor descriptor, SandboxLimits limits, long callBytes) {
        return limits;
    }

    /** A tool that passed all checks and is not compiled yet. Its module stays in memory. */
    interface Checked {

        /** Returns the estimated effort of compiling and calling the tool. */
        Effort effort();

        /**
         * Compiles the tool, or loads it from the cache.
         *
         * @throws ToolRejectedException if it cannot be compiled
         */
        Prepared prepare() throws ToolRejectedException;
    }

    /**
     * The estimated effort of compiling and calling a tool.
     *
     * @param nanos processor time of compiling, in nanoseconds
     * @param bytes peak heap of compiling, in bytes
     * @param callBytes the most heap that one call may use, in bytes
     */
    record Effort(long nanos, long bytes, long callBytes) {}

    /**
     * A tool that is ready to be called.
     *
     * @param tool runs the calls
     * @param schemas the compiled schemas of its definition
     * @param imports the functions that the module imports from the host, one text for each; safe
     *     to print
     * @param snapshot a description of the tool's snapshot, or why the snapshot is missing; empty
     *     if the tool requests no snapshot; safe to print
     * @param onDropped releases the tool's resources; called once, when no call is running
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

        /** Creates a tool without a snapshot. */
        public Prepared(Tool tool, ToolSchemas schemas, List<String> imports, Runnable onDropped) {
            this(tool, schemas, imports, Optional.empty(), onDropped);
        }
    }
}
