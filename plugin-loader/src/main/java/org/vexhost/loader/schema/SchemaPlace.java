package org.vexhost.loader.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schema within a schema, with the other schemas that apply to the same value. */
final class SchemaPlace {

    private enum Mark {
        NEW,
        OPEN,
        DONE
    }

    private final @Nullable SchemaPlace parent;
    private final String step;
    private final List<SchemaPlace> here = new ArrayList<>();
    private Mark mark = Mark.NEW;
    private long weight = 1;
    private int height = 1;

    private SchemaPlace(@Nullable SchemaPlace parent, String step) {
        this.parent = parent;
        this.step = step;
    }

    static SchemaPlace root() {
        return new SchemaPlace(null, "");
    }

    SchemaPlace child(String name) {
        return new SchemaPlace(this, name);
    }

    /** Records that {@code other} applies to the same value. */
    void alsoJudgedBy(SchemaPlace other) {
        here.add(other);
    }

    /** Counts one more keyword. */
    void addKeyword() {
        weight++;
    }

    /**
     * Returns how many keywords apply to one value: those of this schema, and those of all schemas
     * that apply to the same value.
     */
    long weight() {
        return weight;
    }

    /**
     * Computes the weight and the height of this schema. The height is the length of the longest
     * chain of schemas that begins at this schema, in which each schema applies the next one to the
     * same value.
     *
     * @param depth the number of schemas in the chain that led here, including this schema
     * @throws InvalidSchemaException if a schema refers to itself without going into the value
     */
    void measure(int depth) throws InvalidSchemaException {
        if (mark == Mark.DONE) {
            return;
        }
        if (mark == Mark.OPEN) {
            throw new InvalidSchemaException(
                    pointer(), "schema refers to itself without going into the value");
        }
        requireHeight(depth);
        mark = Mark.OPEN;
        for (SchemaPlace other : here) {
            other.measure(depth + 1);
            weight = Math.min(Integer.MAX_VALUE, weight + other.weight);
            height = Math.max(height, other.height + 1);
        }
        requireHeight(height);
        mark = Mark.DONE;
    }

    private void requireHeight(int actual) throws InvalidSchemaException {
        if (actual > SchemaCheck.MAX_HEIGHT) {
            throw new InvalidSchemaException(
                    pointer(),
                    "schema exceeds maxSchemaHeight of %d schemas for one value"
                            .formatted(SchemaCheck.MAX_HEIGHT));
        }
    }

    /** Whether this is a direct member of the tool's schema. */
    boolean isMemberOfTop() {
        return parent != null && parent.parent == null;
    }

    /** Returns a JSON Pointer to this place. */
    String pointer() {
        List<String> steps = new ArrayList<>();
        for (SchemaPlace place = this; place.parent != null; place = place.parent) {
            steps.add(place.step.replace("~", "~0").replace("/", "~1"));
        }
        StringBuilder pointer = new StringBuilder();
        for (int i = steps.size() - 1; i >= 0; i--) {
            pointer.append('/').append(steps.get(i));
        }
        return pointer.toString();
    }
}
