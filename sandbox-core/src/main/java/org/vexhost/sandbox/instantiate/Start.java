package org.vexhost.sandbox.instantiate;

import java.util.List;
import java.util.Optional;
import org.vexhost.sandbox.binary.FunctionSignature;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.snapshot.Snapshot;

/**
 * How guests of a module begin.
 *
 * @param functions names of exported functions that run first
 * @param snapshot of a guest in which they have run, and which all others go on from
 */
public record Start(List<String> functions, Optional<Snapshot> snapshot) {

    /** With nothing before what is called. */
    public static final Start AT_ONCE = new Start(List.of(), Optional.empty());

    /** What Wizer runs before it takes a snapshot. */
    private static final String WIZER = "wizer.initialize";

    private static final FunctionSignature NO_VALUES = new FunctionSignature(List.of(), List.of());

    /** Copies the list. */
    public Start {
        functions = List.copyOf(functions);
    }

    /** With what a reactor runs first. */
    public static Start ofReactor(ModuleFacts facts) {
        return ofExported(facts, List.of(VexInterface.INITIALIZE));
    }

    /** With all that has to run once only. */
    public static Start ofInitialisation(ModuleFacts facts) {
        return ofExported(facts, List.of(VexInterface.INITIALIZE, WIZER));
    }

    private static Start ofExported(ModuleFacts facts, List<String> names) {
        return new Start(
                names.stream().filter(name -> exports(facts, name)).toList(), Optional.empty());
    }

    private static boolean exports(ModuleFacts facts, String name) {
        return facts.exportedFunction(name)
                .flatMap(ModuleFacts.Export::signature)
                .filter(NO_VALUES::equals)
                .isPresent();
    }

    /** Returns the same for guests that run the functions themselves. */
    public Start withoutSnapshot() {
        return new Start(functions, Optional.empty());
    }

    /** Returns the same with a snapshot. */
    public Start with(Snapshot taken) {
        return new Start(functions, Optional.of(taken));
    }
}
