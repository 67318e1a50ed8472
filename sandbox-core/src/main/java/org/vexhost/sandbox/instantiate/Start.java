package org.vexhost.sandbox.instantiate;

import java.util.List;
import java.util.Optional;
import org.vexhost.sandbox.binary.FunctionSignature;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.snapshot.Snapshot;

/**
 * How the guests of a module begin.
 *
 * @param functions the names of exported functions that run first
 * @param snapshot the snapshot of a guest after those functions have run, from which other guests
 *     continue
 */
public record Start(List<String> functions, Optional<Snapshot> snapshot) {

    /** Begins with the called function at once. */
    public static final Start AT_ONCE = new Start(List.of(), Optional.empty());

    /** The function that Wizer runs before it takes a snapshot. */
    private static final String WIZER = "wizer.initialize";

    private static final FunctionSignature NO_VALUES = new FunctionSignature(List.of(), List.of());

    /** Copies the list. */
    public Start {
        functions = List.copyOf(functions);
    }

    /** Returns the start of a reactor: its {@code _initialize} function, if it exports one. */
    public static Start ofReactor(ModuleFacts facts) {
        return ofExported(facts, List.of(VexInterface.INITIALIZE));
    }

    /** Returns the start with all functions that need to run only once. */
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

    /** Returns the same start without a snapshot, so that guests run the functions themselves. */
    public Start withoutSnapshot() {
        return new Start(functions, Optional.empty());
    }

    /** Returns the same start with a snapshot. */
    public Start with(Snapshot taken) {
        return new Start(functions, Optional.of(taken));
    }
}
