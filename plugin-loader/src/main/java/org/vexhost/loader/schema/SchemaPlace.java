package org.vexhost.loader.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schema within a schema, and those that judge the same value with it. */
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

    /** Says that {@code other} judges the value that this judges. */
    void alsoJudgedBy(SchemaPlace other) {
        here.add(other);
    }

    /** One more keyword to evaluate here. */
    void addKeyword() {
        weight++;
    }

    /** How many keywords one value is judged by, through everything that judges it with this. */
    long weight() {
        return weight;
    }

    /**
     * Adds up weight and height of all that judges the same value.
     *
     * @throws InvalidSchemaException if a schema comes back to itself without progress
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

    /** Whether this is a member of the whole schema. */
    boolean isMemberOfTop() {
        return parent != null && parent.parent == null;
    }

    /** JSON Pointer to this. */
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
