package org.vexhost.loader.capability;

import java.util.Collection;
import java.util.function.Consumer;
import org.vexhost.loader.json.JsonText;

/** Writes the members of a grants file. */
final class ValueWriter {

    private ValueWriter() {}

    /** Writes an array, or nothing if there are no elements. */
    static <T> void array(JsonText out, String name, Collection<T> elements, Consumer<T> writer) {
        if (!elements.isEmpty()) {
            out.name(name).beginArray();
            elements.forEach(writer);
            out.endArray();
        }
    }
}
