package org.vexhost.sandbox.osgi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;

/** Finds the keys of a configuration that no code reads. Most such keys are misspelt. */
final class UnknownKeys {

    /** The prefixes of the keys that the OSGi framework adds or reads. */
    private static final List<String> OF_FRAMEWORK =
            List.of("service.", "felix.", "component.", "osgi.", ".");

    private static final String MINIMUM = ".cardinality.minimum";
    private static final String TARGET = ".target";

    private UnknownKeys() {}

    /**
     * Returns one sentence for each unknown key, in the order of the keys.
     *
     * @param known the keys that the component reads
     * @param prefix the prefix of keys that other code checks
     */
    static List<String> in(Map<String, Object> values, Collection<String> known, String prefix) {
        List<String> found = new ArrayList<>();
        for (String key : new TreeSet<>(values.keySet())) {
            boolean read =
                    known.contains(key)
                            || key.startsWith(prefix)
                            || key.endsWith(MINIMUM)
                            || key.endsWith(TARGET)
                            || OF_FRAMEWORK.stream().anyMatch(key::startsWith);
            if (!read) {
                found.add(
                        "key %s is unknown and ignored%s"
                                .formatted(MessageText.quote(key), Suggestion.clause(key, known)));
            }
        }
        return found;
    }
}
