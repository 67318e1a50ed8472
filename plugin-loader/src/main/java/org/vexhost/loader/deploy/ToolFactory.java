package org.vexhost.loader.deploy;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.vexhost.api.Grants;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Tool;
import org.vexhost.loader.artifact.LoadedArtifact;

/** Makes tools from modules: checks, meters, compiles. Thread-safe. */
public interface ToolFactory {

    /**
     * Makes a tool, ready to be called.
     *
     * @param limits what each call runs under
     * @param grants what it may do, at the moment of asking
     * @throws RefusedException if the module, or the schema of its parameters, is not accepted
     */
    Prepared prepare(LoadedArtifact artifact, SandboxLimits limits, Supplier<Grants> grants)
            throws RefusedException;

    /**
     * What is ready to be called.
     *
     * @param tool runs the calls
     * @param imports what the module wants of the host, one text each; safe to print
     * @param onDropped releases what it holds; called once, when no call runs
     */
    record Prepared(Tool tool, List<String> imports, Runnable onDropped) {
        /** Copies the list. */
        public Prepared {
            Objects.requireNonNull(tool, "tool");
            Objects.requireNonNull(onDropped, "onDropped");
            imports = List.copyOf(imports);
        }
    }
}
