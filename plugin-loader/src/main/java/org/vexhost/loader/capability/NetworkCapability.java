package org.vexhost.loader.capability;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.admin.CapabilityRequest.Item;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;
import org.vexhost.loader.json.JsonText;

/** The capability to send requests to origins, and to address ranges that are not public. */
public final class NetworkCapability extends CapabilityType {

    NetworkCapability() {
        super(Capability.NETWORK);
    }

    /**
     * An origin to which a tool requests to send requests.
     *
     * @param wanted the origin and the methods
     */
    public record Origin(Grant.Network wanted) implements RequestedItem {
        @Override
        public Capability capability() {
            return Capability.NETWORK;
        }

        /** Whether each requested method is granted, by one grant or by several grants together. */
        @Override
        public boolean isCoveredBy(Grants granted) {
            Set<String> methods =
                    wanted.methods().isEmpty() ? Grant.Network.METHODS : wanted.methods();
            return methods.stream()
                    .allMatch(method -> granted.coversRequest(wanted.origin(), method));
        }

        @Override
        public String text() {
            return words(wanted);
        }

        @Override
        public Item item() {
            return new Item(
                    wanted.origin(),
                    wanted.methods().isEmpty()
                            ? Map.of()
                            : Map.of("methods", String.join(",", wanted.methods())),
                    longText());
        }
    }

    @Override
    Optional<List<RequestedItem>> readRequest(JsonCursor cursor) throws JsonFormException {
        return ValueReader.requested(
                cursor,
                each -> new Origin(OriginReader.read(each)),
                origin -> origin.wanted().origin());
    }

    @Override
    public boolean isDeterministic() {
        return false;
    }

    @Override
    List<String> grantMembers() {
        return List.of("network", "addressRanges");
    }

    @Override
    List<Grant> readGrants(String member, JsonCursor cursor, Path own) throws JsonFormException {
        return member.equals("network")
                ? cursor.readArray(ValueReader.MAX_GRANTED, OriginReader::read)
                : cursor.readArray(
                        ValueReader.MAX_GRANTED,
                        each -> ValueReader.string(each, Grant.AddressRange::new));
    }

    @Override
    void writeGrants(JsonText out, List<Grant> grants) {
        ValueWriter.array(
                out, "network", only(Grant.Network.class, grants), each -> write(out, each));
        ValueWriter.array(
                out,
                "addressRanges",
                only(Grant.AddressRange.class, grants),
                each -> out.value(each.range()));
    }

    private static void write(JsonText out, Grant.Network origin) {
        if (origin.methods().isEmpty()) {
            out.value(origin.origin());
            return;
        }
        out.beginObject();
        out.name("origin").value(origin.origin());
        ValueWriter.array(out, "methods", origin.methods(), out::value);
        out.endObject();
    }

    @Override
    public Optional<String> valuesHelp() {
        return Optional.of(
                """
                network: an origin, then perhaps =GET,POST or the
                like; or a range of addresses that are not
                public, for example 10.0.0.0/8\
                """);
    }

    @Override
    public <E extends Exception> Grant parse(
            String value, Function<String, Optional<String>> options, OwnFolder<E> own) {
        return parse(value);
    }

    /**
     * Parses a value: an origin, an origin followed by methods such as {@code =GET,POST}, or an
     * address range.
     *
     * @throws IllegalArgumentException if the value is none of these
     */
    public static Grant parse(String value) {
        return !value.contains("://") && value.contains("/")
                ? new Grant.AddressRange(value)
                : origin(value);
    }

    private static Grant origin(String value) {
        int equals = value.indexOf('=');
        return equals < 0
                ? new Grant.Network(value)
                : new Grant.Network(
                        value.substring(0, equals),
                        Set.of(value.substring(equals + 1).split(",", -1)));
    }

    @Override
    public String identity(Grant grant) {
        return grant instanceof Grant.Network network ? network.origin() : text(grant);
    }

    @Override
    public String text(Grant grant) {
        if (grant instanceof Grant.Network network) {
            return words(network);
        }
        return grant instanceof Grant.AddressRange range ? range.range() : "";
    }

    private static String words(Grant.Network network) {
        return network.methods().isEmpty()
                ? network.origin()
                : network.origin() + "=" + String.join(",", network.methods());
    }

    @Override
    public List<String> warnings(List<? extends Grant> grants, Map<String, String> variables) {
        return !only(Grant.AddressRange.class, grants).isEmpty()
                        && only(Grant.Network.class, grants).isEmpty()
                ? List.of("network has address ranges and no origin: the tool reaches nothing")
                : List.of();
    }

    @Override
    String missingValues(List<String> missing) {
        return missing.isEmpty() ? " ORIGIN…" : " " + String.join(" ", missing);
    }

    @Override
    String hintValue(String subject) {
        boolean usable =
                accepts(() -> origin(subject).capability())
                        || (!subject.contains("=")
                                && accepts(() -> new Grant.AddressRange(subject).range()));
        return usable ? subject : "https://HOST";
    }
}
