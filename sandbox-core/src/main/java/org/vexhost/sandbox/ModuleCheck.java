package org.vexhost.sandbox;

import java.util.List;
import java.util.Set;
import org.vexhost.api.Capability;
import org.vexhost.api.SandboxLimits;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.compile.CompileOptions;
import org.vexhost.sandbox.instantiate.CommandInterface;
import org.vexhost.sandbox.instantiate.LinkedModule;
import org.vexhost.sandbox.instantiate.VexInterface;
import org.vexhost.sandbox.spi.HostModule;

/** Performs all checks of a module that are possible without compiling it. */
final class ModuleCheck {

    private ModuleCheck() {}

    /**
     * Checks a module in one pass over its bytes.
     *
     * @param hint explains how to raise a limit
     * @throws InvalidModuleException if the module is rejected; the message gives the reason and
     *     the position
     */
    static ModuleLayout layout(
            List<HostModule<?>> hostModules,
            byte[] binary,
            CompileOptions options,
            Abi abi,
            Set<Capability> capabilities,
            SandboxLimits limits,
            DeclaredMemoryAndTables.LimitHint hint)
            throws InvalidModuleException {
        ModuleLayout layout = ModuleLayout.of(binary, options.limits());
        ModuleFacts facts = layout.facts();
        LinkedModule.check(facts, hostModules, capabilities);
        if (abi == Abi.VEX) {
            VexInterface.check(facts);
        } else {
            CommandInterface.check(facts);
        }
        DeclaredMemoryAndTables.requireWithin(facts, limits, hint);
        return layout;
    }
}
