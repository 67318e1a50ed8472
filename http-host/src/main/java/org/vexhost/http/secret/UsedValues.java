package org.vexhost.http.secret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The values that requests of a call carried or could have carried, so that an old one is known
 * after it was renewed. Thread-safe; never shows them.
 */
final class UsedValues {

    private final List<byte[]> values = new ArrayList<>();

    /** Adds some. */
    synchronized void add(Collection<byte[]> some) {
        for (byte[] value : some) {
            if (values.stream().noneMatch(known -> Arrays.equals(known, value))) {
                values.add(value.clone());
            }
        }
    }

    synchronized List<byte[]> all() {
        return List.copyOf(values);
    }
}
