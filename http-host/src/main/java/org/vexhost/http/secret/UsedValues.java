package org.vexhost.http.secret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Values that a call's requests carried or could have carried, so that an old value is still
 * recognised after a renewal. Thread-safe; never shows the values.
 */
final class UsedValues {

    private final List<byte[]> values = new ArrayList<>();

    /** Adds values. */
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
