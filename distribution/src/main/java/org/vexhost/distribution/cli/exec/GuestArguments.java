package org.vexhost.distribution.cli.exec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Finds where the arguments of the guest begin on the command line of {@code exec}: after {@code
 * --}, or at the first short option behind the module's file, as in {@code exec python.wasm -c
 * 'print(1)'}. All options of {@code exec} that may follow the file are long, so an unknown long
 * option stays an error: it may be a limit that is spelled wrong.
 */
public final class GuestArguments {

    private static final String SEPARATOR = "--";

    private GuestArguments() {}

    /**
     * Returns the words of the command line, with {@code --} before the guest's arguments if they
     * begin with a short option.
     *
     * @param exec the options of {@code exec}
     * @param words the words of the command line, with the command's name first
     */
    public static String[] separate(CommandSpec exec, String... words) {
        boolean hasFile = false;
        for (int i = 1; i < words.length; i++) {
            String word = words[i];
            if (word.equals(SEPARATOR)) {
                return words;
            }
            boolean isShort = word.matches("(?s)-[^-].*");
            if (hasFile && isShort) {
                List<String> separated = new ArrayList<>(List.of(words));
                separated.add(i, SEPARATOR);
                return separated.toArray(String[]::new);
            }
            if (!word.startsWith("-")) {
                hasFile = true;
                continue;
            }
            @Nullable OptionSpec option = exec.findOption(word);
            if (option != null && option.arity().max() > 0) {
                i++;
            }
        }
        return words;
    }
}
