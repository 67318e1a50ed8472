package org.vexhost.sandbox;

import java.util.List;
import java.util.Set;
import org.vexhost.api.Capability;
import org.vexhost.api.SandboxLimits;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.compile.CompileOptions;
import org.vexhost.sandbox.compile.ModuleCompiler;
import org.vexhost.sandbox.instantiate.CommandInterface;
import org.vexhost.sandbox.instantiate.LinkedModule;
import org.vexhost.sandbox.instantiate.VexInterface;
import org.vexhost.sandbox.spi.HostModule;

/** Performs all checks of a module that are possible without compiling it. */
final class ModuleCheck {

    private final ModuleCompiler compiler;
    private final List<HostModule<?>> hostModules;

    /**
     * Creates checks.
     *
     * @param compiler the compiler that will compile the modules
     * @param hostModules the host functions that modules may import
     */
    ModuleCheck(ModuleCompiler compiler, List<HostModule<?>> hostModules) {
        this.compiler = compiler;
        this.hostModules = List.copyOf(hostModules);
    }

    /**
     * Checks a module in one pass over its bytes.
     *
     * @param hint explains how to raise a limit
     * @throws InvalidModuleException if the module is rejected; the message gives the reason and
     *     the position
     */
    ModuleLayout layout(
            byte[] binary,
            CompileOptions options,
            Abi abi,
            Set<Capability> capabilities,
            SandboxLimits limits,
            DeclaredMemoryAndTables.LimitHint hint)
            throws InvalidModuleException {
        ModuleLayout layout = compiler.validate(binary, options);
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
