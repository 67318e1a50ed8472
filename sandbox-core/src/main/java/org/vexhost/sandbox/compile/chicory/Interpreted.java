package org.vexhost.sandbox.compile.chicory;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vexhost.api.MessageText;
import org.vexhost.sandbox.binary.FunctionNames;
import org.vexhost.sandbox.binary.ModuleLayout;

/**
 * Creates the warnings about interpreted functions for the operator who deploys or runs a module.
 */
public final class Interpreted {

    /** The maximum number of functions that a warning names. */
    private static final int MAX_NAMED = 5;

    private static final String SLOWER = "interpreted, 50 to 400 times slower than compiled code";

    private Interpreted() {}

    /**
     * Returns the warning for functions that are too large for the JVM.
     *
     * @param functions the indexes of the functions; imported functions have indexes too
     */
    public static Optional<String> functions(ModuleLayout layout, int[] functions) {
        if (functions.length == 0) {
            return Optional.empty();
        }
        BitSet wanted = new BitSet();
        Arrays.stream(functions).forEach(wanted::set);
        Map<Integer, String> names = FunctionNames.of(layout, wanted::get);
        int imported = layout.importedFunctions();
        String listed =
                Arrays.stream(functions)
                        .boxed()
                        .sorted(
                                Comparator.comparingInt(
                                        index -> -layout.body(index - imported).jvmBytes()))
                        .limit(MAX_NAMED)
                        .map(index -> named(index, names))
                        .collect(Collectors.joining(", "));
        return Optional.of(
                "%d of %d functions %s too large for the JVM and %s: %s%s"
                        .formatted(
                                functions.length,
                                layout.bodyCount(),
                                functions.length == 1 ? "is" : "are",
                                SLOWER,
                                listed,
                                functions.length > MAX_NAMED ? ", …" : ""));
    }

    /** Returns the warning for a module whose functions are all interpreted. */
    public static String all(ModuleLayout layout, String reason) {
        return "all %d functions are %s: %s".formatted(layout.bodyCount(), SLOWER, reason);
    }

    private static String named(int index, Map<Integer, String> names) {
        String name = names.get(index);
        return name == null
                ? "function " + index
                : "function %d %s".formatted(index, MessageText.quote(name));
    }
}
