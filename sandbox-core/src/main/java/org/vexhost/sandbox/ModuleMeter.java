package org.vexhost.sandbox;

import java.util.Optional;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.meter.Meter;

/**
 * Rewrites a module as this engine does before it runs the module: it adds code that counts fuel
 * and call depth. The result has no additional imports and runs in any engine.
 *
 * @since 1.0
 */
public final class ModuleMeter {

    private ModuleMeter() {}

    /**
     * Meters a module.
     *
     * @param module the original module
     * @param exportFuel the name under which the global for the remaining fuel is exported; if
     *     empty, the global is not exported. It is a mutable i64 that starts with the largest i64.
     *     To measure a call, set it, call, then read it
     * @throws InvalidModuleException if the module is rejected, or already has an export with that
     *     name
     */
    public static byte[] meter(byte[] module, Optional<String> exportFuel)
            throws InvalidModuleException {
        ModuleLayout layout = ModuleLayout.of(module.clone(), ModuleLimits.GENEROUS);
        return Meter.meter(layout, exportFuel).bytes();
    }
}
