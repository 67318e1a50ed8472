package org.vexhost.sandbox.instantiate;

import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.FunctionSignature;
import org.vexhost.sandbox.binary.ModuleFacts;

/** Checks the exports that a binary interface requires of a module. */
final class Exports {

    private static final String MEMORY = "memory";

    private Exports() {}

    static void requireMemory(ModuleFacts facts, String hint) throws InvalidModuleException {
        if (!hasMemory(facts)) {
            throw new InvalidModuleException(
                    Reason.MISSING_EXPORT, "WASM module must export 'memory'", hint);
        }
    }

    static boolean hasMemory(ModuleFacts facts) {
        return facts.exports().stream()
                .anyMatch(
                        export ->
                                export.kind() == ModuleFacts.ExportKind.MEMORY
                                        && export.name().equals(MEMORY));
    }

    static void requireFunction(
            ModuleFacts facts, String name, FunctionSignature wanted, String display, String hint)
            throws InvalidModuleException {
        for (ModuleFacts.Export export : facts.exports()) {
            if (!export.name().equals(name)) {
                continue;
            }
            FunctionSignature found = export.signature().orElse(null);
            if (wanted.equals(found)) {
                return;
            }
            throw new InvalidModuleException(
                    Reason.EXPORT_TYPE,
                    "WASM module must export '%s' [is %s]"
                            .formatted(
                                    display, found == null ? "not a function" : found.toString()));
        }
        throw new InvalidModuleException(
                Reason.MISSING_EXPORT, "WASM module must export '%s'".formatted(display), hint);
    }
}
