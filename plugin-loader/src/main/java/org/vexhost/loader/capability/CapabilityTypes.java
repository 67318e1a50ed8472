package org.vexhost.loader.capability;

import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;
import org.vexhost.loader.json.JsonText;

/**
 * The list of all capabilities. Help texts and grants files use its order.
 *
 * <p>To add a capability, first add its constant to {@link Capability}, its {@link Grant} and its
 * subclass of {@link CapabilityType}. The Javadoc of {@link CapabilityType} names the other places
 * to change. Then add the capability to this list. A test compares the list with the constants.
 */
public final class CapabilityTypes {

    private static final CapabilityTypes ALL =
            new CapabilityTypes(
                    List.of(
                            new PureComputationCapability(),
                            new EnvironmentCapability(),
                            new FileSystemCapability(),
                            new NetworkCapability(),
                            new SecretCapability(),
                            new CryptographyCapability(),
                            new SubprocessCapability()));

    private final List<CapabilityType> types;
    private final Map<Capability, CapabilityType> byCapability = new EnumMap<>(Capability.class);

    CapabilityTypes(List<CapabilityType> types) {
        this.types = List.copyOf(types);
        types.forEach(each -> byCapability.put(each.capability(), each));
    }

    /** Returns the list of all capabilities. */
    public static CapabilityTypes all() {
        return ALL;
    }

    /** Returns the types of all capabilities, in order. */
    public List<CapabilityType> list() {
        return types;
    }

    /** Returns the types of the capabilities that commands can grant. */
    public List<CapabilityType> grantable() {
        return types.stream().filter(CapabilityType::isGrantable).toList();
    }

    /** Returns the type of a capability. */
    public CapabilityType of(Capability capability) {
        CapabilityType type = byCapability.get(capability);
        if (type == null) {
            throw new IllegalStateException("capability is not in the list [" + capability + "]");
        }
        return type;
    }

    /** Returns the type of a grant's capability. */
    public CapabilityType of(Grant grant) {
        return of(grant.capability());
    }

    /**
     * Returns the types of the capabilities that a descriptor requests in its member {@code
     * capabilities}, in the order of the constants.
     */
    List<CapabilityType> members() {
        return byCapability.values().stream().filter(each -> each.ownMember().isEmpty()).toList();
    }

    /** Returns the top-level members of the descriptor that request capabilities. */
    public List<String> ownMembers() {
        return types.stream().flatMap(each -> each.ownMember().stream()).toList();
    }

    /** Returns the members of a grants file. */
    public List<String> grantMembers() {
        return grantable().stream().flatMap(each -> each.grantMembers().stream()).toList();
    }

    /**
     * Reads a member of a grants file.
     *
     * @param member the member's name
     * @param cursor a cursor at the member's value
     * @param own the tool's own folder, for directories without a host folder
     * @return the grants; empty if no capability has such a member, in which case nothing was read
     */
    public Optional<List<Grant>> readGrants(String member, JsonCursor cursor, Path own)
            throws JsonFormException {
        for (CapabilityType type : types) {
            if (type.grantMembers().contains(member)) {
                return Optional.of(type.readGrants(member, cursor, own));
            }
        }
        return Optional.empty();
    }

    /** Writes the members that {@link #readGrants} reads, omitting members without grants. */
    public void writeGrants(JsonText out, List<Grant> grants) {
        types.forEach(each -> each.writeGrants(out, grants));
    }

    /**
     * Returns one warning line for each grant that has no effect, and for each secret that may be
     * sent to an unencrypted origin; safe to print.
     */
    public List<String> warnings(List<? extends Grant> grants, Map<String, String> variables) {
        return types.stream().flatMap(each -> each.warnings(grants, variables).stream()).toList();
    }

    /** Joins the names of capabilities with commas, and with {@code or} before the last name. */
    public static String choice(Collection<CapabilityType> types) {
        List<String> keys = types.stream().map(CapabilityType::key).toList();
        int last = keys.size() - 1;
        return keys.stream().limit(last).collect(Collectors.joining(", "))
                + " or "
                + keys.get(last);
    }
}
