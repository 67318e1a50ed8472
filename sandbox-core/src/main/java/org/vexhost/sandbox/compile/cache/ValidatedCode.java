package org.vexhost.sandbox.compile.cache;

import java.util.Optional;
import org.vexhost.sandbox.binary.CodeFacts;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLimits;

/**
 * A record that the code of a module was validated.
 *
 * @param limits the limits under which it was validated, as text
 * @param facts what the validation found
 */
public record ValidatedCode(String limits, CodeFacts facts) {

    public static ValidatedCode of(ModuleLayout layout, ModuleLimits limits) {
        return new ValidatedCode(limits.toString(), layout.codeFacts());
    }

    /** Returns what the validation found, if it was done under these limits. */
    public Optional<CodeFacts> under(ModuleLimits others) {
        return limits.equals(others.toString()) ? Optional.of(facts) : Optional.empty();
    }
}
