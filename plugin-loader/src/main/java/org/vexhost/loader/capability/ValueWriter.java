package org.vexhost.loader.capability;

import java.util.Collection;
import java.util.function.Consumer;
import org.vexhost.loader.json.JsonText;

/** Writes members of a file of grants. */
final class ValueWriter {

    private ValueWriter() {}

    /** Writes an array; nothing if it has no element. */
    static <T> void array(JsonText out, String name, Collection<T> elements, Consumer<T> writer) {
        if (!elements.isEmpty()) {
            out.name(name).beginArray();
            elements.forEach(writer);
            out.endArray();
        }
    }
}
