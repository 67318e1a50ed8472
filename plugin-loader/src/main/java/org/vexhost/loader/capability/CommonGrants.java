package org.vexhost.loader.capability;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vexhost.api.AddressLiterals;
import org.vexhost.api.AddressPrefix;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;

/** Computes what two sets of grants both allow. */
public final class CommonGrants {

    private CommonGrants() {}

    /**
     * Returns grants that allow only what each of the two sets allows alone. What a set allows only
     * through several of its grants together may be lost.
     */
    public static Grants of(Grants one, Grants other) {
        Set<Grant> common = new LinkedHashSet<>();
        for (Grant mine : one.all()) {
            for (Grant theirs : other.all()) {
                common(mine, theirs).ifPresent(common::add);
            }
        }
        return Grants.of(common);
    }

    /** Returns the grant of what two grants both allow; empty if there is no such grant. */
    private static Optional<Grant> common(Grant one, Grant other) {
        if (one.equals(other)) {
            return Optional.of(one);
        }
        if (one instanceof Grant.Environment a && other instanceof Grant.Environment b) {
            return common(a, b);
        }
        if (one instanceof Grant.FileSystem a && other instanceof Grant.FileSystem b) {
            return common(a, b);
        }
        if (one instanceof Grant.Network a && other instanceof Grant.Network b) {
            return common(a, b);
        }
        if (one instanceof Grant.AddressRange a && other instanceof Grant.AddressRange b) {
            return common(a, b);
        }
        if (one instanceof Grant.Secret a && other instanceof Grant.Secret b) {
            return common(a, b);
        }
        return Optional.empty();
    }

    /** Of two patterns that match the same name, one covers the other. */
    private static Optional<Grant> common(Grant.Environment one, Grant.Environment other) {
        if (one.covers(other.pattern())) {
            return Optional.of(other);
        }
        return other.covers(one.pattern()) ? Optional.of(one) : Optional.empty();
    }

    private static Optional<Grant> common(Grant.FileSystem one, Grant.FileSystem other) {
        if (!one.guest().equals(other.guest()) || !one.host().equals(other.host())) {
            return Optional.empty();
        }
        return Optional.of(
                new Grant.FileSystem(
                        one.guest(),
                        one.host(),
                        one.access().covers(other.access()) ? other.access() : one.access(),
                        one.sharing() == Grant.Sharing.SHARED ? one.sharing() : other.sharing(),
                        Math.min(one.maxBytes(), other.maxBytes()),
                        Math.min(one.maxFiles(), other.maxFiles())));
    }

    private static Optional<Grant> common(Grant.Network one, Grant.Network other) {
        Optional<String> origin = commonOrigin(one.origin(), other.origin());
        // A grant without methods allows all of them, so it must not stand for no common method.
        if (one.methods().isEmpty()) {
            return origin.map(each -> new Grant.Network(each, other.methods()));
        }
        Set<String> methods = new TreeSet<>(one.methods());
        if (!other.methods().isEmpty()) {
            methods.retainAll(other.methods());
        }
        return methods.isEmpty()
                ? Optional.empty()
                : origin.map(each -> new Grant.Network(each, methods));
    }

    /** Of two origins that match the same server, one covers the other. */
    private static Optional<String> commonOrigin(String one, String other) {
        // If the other origin has a star, its star matches like the labels that it stands for.
        if (new Grant.Network(one).covers(other)) {
            return Optional.of(other);
        }
        return new Grant.Network(other).covers(one) ? Optional.of(one) : Optional.empty();
    }

    /** Of two ranges that contain the same address, one contains the other. */
    private static Optional<Grant> common(Grant.AddressRange one, Grant.AddressRange other) {
        if (contains(one, other)) {
            return Optional.of(other);
        }
        return contains(other, one) ? Optional.of(one) : Optional.empty();
    }

    private static boolean contains(Grant.AddressRange wide, Grant.AddressRange narrow) {
        int slash = narrow.range().indexOf('/');
        return prefixLength(wide) <= prefixLength(narrow)
                && AddressLiterals.parse(narrow.range().substring(0, slash))
                        .filter(AddressPrefix.parse(wide.range())::contains)
                        .isPresent();
    }

    private static int prefixLength(Grant.AddressRange grant) {
        return Integer.parseInt(grant.range().substring(grant.range().indexOf('/') + 1));
    }

    private static Optional<Grant> common(Grant.Secret one, Grant.Secret other) {
        if (!one.name().equals(other.name())) {
            return Optional.empty();
        }
        Set<String> origins = new TreeSet<>();
        for (String mine : one.origins()) {
            for (String theirs : other.origins()) {
                commonOrigin(mine, theirs).ifPresent(origins::add);
            }
        }
        Set<String> headers = new TreeSet<>(one.headers());
        headers.retainAll(other.headers());
        if (origins.isEmpty() || origins.size() > Grant.Secret.MAX_VALUES || headers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Grant.Secret(one.name(), origins, headers));
    }
}
