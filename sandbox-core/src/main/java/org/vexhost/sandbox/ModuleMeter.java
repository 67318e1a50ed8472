package org.vexhost.sandbox;

import java.util.Optional;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.meter.Meter;

/**
 * Writes modules as they run here: counting their own fuel and call depth. The result has no added
 * imports and runs in any engine.
 *
 * @since 1.0
 */
public final class ModuleMeter {

    private ModuleMeter() {}

    /**
     * Meters a module.
     *
     * @param module the module as it came
     * @param exportFuel name under which the remaining fuel is exported, as a mutable i64 global
     *     that holds the largest i64 at first: set it, call, read it; not exported if empty
     * @throws InvalidModuleException if the module is refused, or has an export of that name
     */
    public static byte[] meter(byte[] module, Optional<String> exportFuel)
            throws InvalidModuleException {
        ModuleLayout layout = ModuleLayout.of(module.clone(), ModuleLimits.GENEROUS);
        return Meter.meter(layout, exportFuel).bytes();
    }
}
