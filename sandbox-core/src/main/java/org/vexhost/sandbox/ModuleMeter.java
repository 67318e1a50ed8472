package org.vexhost.sandbox;

import java.util.Optional;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.meter.Meter;

/**
 * Writes modules in the form in which this engine runs them: with code that counts fuel and call
 * depth. The result has no added imports and runs in any engine.
 *
 * @since 1.0
 */
public final class ModuleMeter {

    private ModuleMeter() {}

    /**
     * Meters a module.
     *
     * @param module the original module
     * @param exportFuel the name of an exported global for the remaining fuel, a mutable i64 that
     *     starts with the largest i64: set it, call, then read it; if empty, it is not exported
     * @throws InvalidModuleException if the module is rejected, or already has an export with that
     *     name
     */
    public static byte[] meter(byte[] module, Optional<String> exportFuel)
            throws InvalidModuleException {
        ModuleLayout layout = ModuleLayout.of(module.clone(), ModuleLimits.GENEROUS);
        return Meter.meter(layout, exportFuel).bytes();
    }
}
