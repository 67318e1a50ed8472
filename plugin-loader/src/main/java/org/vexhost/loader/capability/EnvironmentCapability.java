package org.vexhost.loader.capability;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.CapabilityRequest.Item;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;
import org.vexhost.loader.json.JsonText;

/**
 * The capability to read variables of the host's environment. An item is a name, or a prefix
 * followed by {@code *}.
 */
public final class EnvironmentCapability extends CapabilityType {

    EnvironmentCapability() {
        super(Capability.ENVIRONMENT);
    }

    /**
     * A variable that a tool requests to read.
     *
     * @param text its name, or a prefix followed by {@code *}
     */
    public record Variable(String text) implements RequestedItem {
        /** Checks the text. */
        public Variable {
            text = new Grant.Environment(text).pattern();
        }

        @Override
        public Capability capability() {
            return Capability.ENVIRONMENT;
        }

        /**
         * Whether grants cover this variable. A grant of the same prefix or a shorter one covers a
         * prefix.
         */
        @Override
        public boolean isCoveredBy(Grants granted) {
            return only(Grant.Environment.class, granted.all()).stream().anyMatch(this::isWithin);
        }

        private boolean isWithin(Grant.Environment grant) {
            return text.endsWith("*")
                    ? grant.pattern().endsWith("*")
                            && grant.covers(text.substring(0, text.length() - 1))
                    : grant.covers(text);
        }

        @Override
        public Item item() {
            return new Item(text, Map.of(), longText());
        }
    }

    @Override
    Optional<List<RequestedItem>> readRequest(JsonCursor cursor) throws JsonFormException {
        return ValueReader.requested(
                cursor, each -> ValueReader.string(each, Variable::new), Variable::text);
    }

    @Override
    List<String> grantMembers() {
        return List.of("environment");
    }

    @Override
    List<Grant> readGrants(String member, JsonCursor cursor, Path own) throws JsonFormException {
        return cursor.readArray(
                ValueReader.MAX_GRANTED, each -> ValueReader.string(each, Grant.Environment::new));
    }

    @Override
    void writeGrants(JsonText out, List<Grant> grants) {
        ValueWriter.array(
                out,
                "environment",
                only(Grant.Environment.class, grants),
                each -> out.value(each.pattern()));
    }

    @Override
    public Optional<String> valuesHelp() {
        return Optional.of("environment: a variable, or a prefix and *");
    }

    @Override
    public <E extends Exception> Grant parse(
            String value, Function<String, Optional<String>> options, OwnFolder<E> own) {
        return new Grant.Environment(value);
    }

    @Override
    public String text(Grant grant) {
        return grant instanceof Grant.Environment variable ? variable.pattern() : "";
    }

    @Override
    public List<String> warnings(List<? extends Grant> grants, Map<String, String> variables) {
        return only(Grant.Environment.class, grants).stream()
                .filter(each -> variables.keySet().stream().noneMatch(each::covers))
                .map(
                        each ->
                                "environment %s is not set where the host was started: the tool sees none"
                                        .formatted(
                                                MessageText.escape(
                                                        each.pattern(), MAX_TEXT_LENGTH)))
                .toList();
    }

    @Override
    String missingValues(List<String> missing) {
        return missing.isEmpty() ? " VARIABLE…" : " " + String.join(" ", missing);
    }

    @Override
    String hintValue(String subject) {
        boolean isVariable =
                !subject.endsWith("*") && accepts(() -> new Grant.Environment(subject).pattern());
        return isVariable ? subject : "NAME";
    }
}
