package org.vexhost.api;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All grants of one tool. Immutable: a change of the grants creates a new object.
 *
 * @since 1.0
 */
public final class Grants {

    private static final Grants NONE = new Grants(List.of());

    private final List<Grant> all;
    private final List<AddressPrefix> addressPrefixes;

    private Grants(List<Grant> all) {
        this.all = all;
        this.addressPrefixes =
                only(Grant.AddressRange.class)
                        .map(grant -> AddressPrefix.parse(grant.range()))
                        .toList();
    }

    /** Returns the empty set of grants: the tool can only compute. */
    public static Grants none() {
        return NONE;
    }

    /**
     * Creates a set of grants. Duplicates are dropped.
     *
     * @throws IllegalArgumentException if two directories have the same guest path, or two grants
     *     are for the same secret
     */
    public static Grants of(Collection<? extends Grant> grants) {
        // The first hash code of a record takes many milliseconds, and one grant needs none.
        List<Grant> distinct =
                List.copyOf(grants.size() > 1 ? new LinkedHashSet<>(grants) : grants);
        requireOnce(distinct, Grant.FileSystem.class, Grant.FileSystem::guest, "guest path");
        requireOnce(distinct, Grant.Secret.class, Grant.Secret::name, "secret");
        return new Grants(distinct);
    }

    private static <T extends Grant> void requireOnce(
            List<Grant> grants, Class<T> type, Function<T, String> key, String what) {
        Set<String> seen = new HashSet<>();
        for (Grant grant : grants) {
            if (type.isInstance(grant) && !seen.add(key.apply(type.cast(grant)))) {
                throw new IllegalArgumentException(
                        "%s is granted twice [%s]"
                                .formatted(what, MessageText.quote(key.apply(type.cast(grant)))));
            }
        }
    }

    /** Creates a set of grants, as {@link #of(Collection)} does. */
    public static Grants of(Grant... grants) {
        return of(List.of(grants));
    }

    /** Returns all grants, in the given order. */
    public List<Grant> all() {
        return all;
    }

    /** Returns whether any grant belongs to a capability. Always true for pure computation. */
    public boolean covers(Capability capability) {
        return capability.isAlwaysGranted()
                || all.stream().anyMatch(grant -> grant.capability() == capability);
    }

    /** Returns whether an environment variable may be read. */
    public boolean coversVariable(String name) {
        return only(Grant.Environment.class).anyMatch(grant -> grant.covers(name));
    }

    /** Returns whether requests to an origin may be sent with at least one method. */
    public boolean coversOrigin(String origin) {
        return only(Grant.Network.class).anyMatch(grant -> grant.covers(origin));
    }

    /** Returns whether requests with a method to an origin may be sent. */
    public boolean coversRequest(String origin, String method) {
        return only(Grant.Network.class).anyMatch(grant -> grant.covers(origin, method));
    }

    /** Returns the granted address ranges, parsed once for each change of grants. */
    public List<AddressPrefix> addressPrefixes() {
        return addressPrefixes;
    }

    /** Returns the granted secrets, each once. */
    public List<Grant.Secret> secrets() {
        return only(Grant.Secret.class).toList();
    }

    /** Returns the granted directories. */
    public List<Grant.FileSystem> directories() {
        return only(Grant.FileSystem.class).toList();
    }

    /** Returns the capabilities with at least one grant, without pure computation. */
    public Set<Capability> capabilities() {
        return all.stream().map(Grant::capability).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns whether nothing is granted. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    private <T extends Grant> Stream<T> only(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grants grants && all.equals(grants.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
