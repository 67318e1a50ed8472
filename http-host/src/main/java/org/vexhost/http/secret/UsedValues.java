package org.vexhost.http.secret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The values of secrets that a call's requests contained or could have contained. They are retained
 * so that a response is still searched for an old value after the secret was renewed. Thread-safe;
 * never discloses the values.
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
