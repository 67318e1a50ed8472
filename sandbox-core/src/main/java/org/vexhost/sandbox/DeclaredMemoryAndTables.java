package org.vexhost.sandbox;

import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.ModuleFacts;

/**
 * Compares the minimum memory and table elements that a module declares with the limits of its
 * calls.
 */
final class DeclaredMemoryAndTables {

    private DeclaredMemoryAndTables() {}

    /** Writes the advice on how to raise a limit to the needed value. */
    interface LimitHint {
        String of(String limit, long needed, long ceiling);
    }

    /**
     * Checks memory and tables.
     *
     * @throws InvalidModuleException with LIMIT_EXCEEDED if no call could begin
     */
    static void requireWithin(ModuleFacts facts, SandboxLimits limits, LimitHint hint)
            throws InvalidModuleException {
        long memoryBytes = facts.memory().map(memory -> (long) memory.minPages() << 16).orElse(0L);
        if (memoryBytes > limits.maxMemoryBytes()) {
            throw new InvalidModuleException(
                    Reason.LIMIT_EXCEEDED,
                    "WASM module exceeds maxMemoryBytes of %s [declared minimum of %s]"
                            .formatted(
                                    MessageText.bytes(limits.maxMemoryBytes()),
                                    MessageText.bytes(memoryBytes)),
                    hint.of(
                            "maxMemoryBytes",
                            memoryBytes,
                            SandboxLimits.CEILINGS.maxMemoryBytes()));
        }
        if (facts.minTableElements() > limits.maxTableElements()) {
            throw new InvalidModuleException(
                    Reason.LIMIT_EXCEEDED,
                    "WASM module exceeds maxTableElements of %d elements [declared minimum of %d]"
                            .formatted(limits.maxTableElements(), facts.minTableElements()),
                    hint.of(
                            "maxTableElements",
                            facts.minTableElements(),
                            SandboxLimits.CEILINGS.maxTableElements()));
        }
    }
}
