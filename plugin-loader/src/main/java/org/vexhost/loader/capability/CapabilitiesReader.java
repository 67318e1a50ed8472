package org.vexhost.loader.capability;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.vexhost.api.Capability;
import org.vexhost.api.Suggestion;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;

/**
 * Reads the capabilities that a descriptor requests. They are in the member {@code capabilities},
 * which has two forms, and in the other top-level members that request a capability.
 */
public final class CapabilitiesReader {

    private final CapabilityTypes types;
    private final Set<Capability> kinds = EnumSet.noneOf(Capability.class);
    private final List<RequestedItem> items = new ArrayList<>();

    /** Creates a reader of these capabilities. */
    public CapabilitiesReader(CapabilityTypes types) {
        this.types = types;
    }

    /** Returns the requests that were read up to now. */
    public RequestedCapabilities requested() {
        return new RequestedCapabilities(kinds, items);
    }

    /** Reads the member {@code capabilities}. */
    public void read(JsonCursor cursor) throws JsonFormException {
        if (cursor.isArray()) {
            kinds.addAll(cursor.readArray(types.members().size(), this::readShort));
        } else {
            cursor.readObject(this::readMember);
        }
    }

    /**
     * Reads a top-level member other than {@code capabilities}.
     *
     * @return whether the member requests a capability; if false, nothing was read
     */
    public boolean readOwn(String member, JsonCursor cursor) throws JsonFormException {
        for (CapabilityType type : types.list()) {
            if (type.ownMember().filter(member::equals).isPresent()) {
                read(type, cursor);
                return true;
            }
        }
        return false;
    }

    private Capability readShort(JsonCursor cursor) throws JsonFormException {
        String word = cursor.readString();
        List<Capability> members =
                types.members().stream().map(CapabilityType::capability).toList();
        return members.stream()
                .filter(each -> each.shortName().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                cursor.problem(
                                        "is not a capability [%s]%s"
                                                .formatted(
                                                        ValueReader.shown(word),
                                                        Suggestion.clause(
                                                                word,
                                                                members.stream()
                                                                        .map(Capability::shortName)
                                                                        .toList()))));
    }

    private void readMember(String key, JsonCursor cursor) throws JsonFormException {
        for (CapabilityType type : types.list()) {
            String own = type.ownMember().orElse(type.key());
            if (type.ownMember().isPresent() && (key.equals(own) || key.equals(type.key()))) {
                throw cursor.problem(
                        "belongs beside 'capabilities', as the member '%s'".formatted(own));
            }
            if (type.ownMember().isEmpty() && key.equals(type.key())) {
                read(type, cursor);
                return;
            }
        }
        throw cursor.unknown(types.members().stream().map(CapabilityType::key).toList());
    }

    private void read(CapabilityType type, JsonCursor cursor) throws JsonFormException {
        type.readRequest(cursor)
                .ifPresent(
                        wanted -> {
                            kinds.add(type.capability());
                            items.addAll(wanted);
                        });
    }
}
