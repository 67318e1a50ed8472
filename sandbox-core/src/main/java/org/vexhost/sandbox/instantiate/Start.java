package org.vexhost.sandbox.instantiate;

import java.util.List;
import java.util.Optional;
import org.vexhost.sandbox.binary.FunctionSignature;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.snapshot.Snapshot;

/**
 * The way in which the guests of a module begin.
 *
 * @param functions the names of the exported functions that run before the function that the host
 *     calls
 * @param snapshot the state of a guest after those functions have run; if present, guests continue
 *     from it
 */
public record Start(List<String> functions, Optional<Snapshot> snapshot) {

    /** A start without such functions: a guest begins with the function that the host calls. */
    public static final Start AT_ONCE = new Start(List.of(), Optional.empty());

    /** The function that the tool Wizer runs before it takes a snapshot. */
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

    /** Returns the start with all functions whose effect a snapshot can preserve. */
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

    /** Returns the same start without a snapshot, so that each guest runs the functions itself. */
    public Start withoutSnapshot() {
        return new Start(functions, Optional.empty());
    }

    /** Returns the same start with a snapshot. */
    public Start with(Snapshot taken) {
        return new Start(functions, Optional.of(taken));
    }
}
