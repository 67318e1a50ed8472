package org.vexhost.api;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Suggests the name that was probably intended when a name is misspelt, for use in messages.
 *
 * @since 1.0
 */
public final class Suggestion {

    /** The maximum length of a word that is examined: 64 UTF-16 units. */
    public static final int MAX_LENGTH = 64;

    private Suggestion() {}

    /**
     * Returns the known name that is most similar to a word. Letters may be missing, added,
     * replaced or swapped, but at most one for every three letters of the word. Case, hyphens and
     * underscores do not matter.
     *
     * @param word the misspelt word; any text
     * @param known the possible names; of several equally similar names, the first one is returned
     * @return the name; empty if the word itself is known, or if no name is similar
     */
    public static Optional<String> of(String word, Collection<String> known) {
        if (word.isEmpty() || word.length() > MAX_LENGTH || known.contains(word)) {
            return Optional.empty();
        }
        String plain = plain(word);
        int nearest = Math.max(1, plain.length() / 3) + 1;
        String found = "";
        for (String name : known) {
            String other = plain(name);
            if (Math.abs(other.length() - plain.length()) < nearest && !name.isEmpty()) {
                int distance = distance(plain, other);
                if (distance < nearest && distance < other.length()) {
                    nearest = distance;
                    found = name;
                }
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /**
     * Returns the end of a message, such as {@code " (did you mean 'maxFuel'?)"}; empty if no known
     * name is similar.
     */
    public static String clause(String word, Collection<String> known) {
        return of(word, known).map(" (did you mean '%s'?)"::formatted).orElse("");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /**
     * Returns the optimal string alignment distance. It is the Levenshtein distance, except that
     * two swapped neighbours count as a single change.
     */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
