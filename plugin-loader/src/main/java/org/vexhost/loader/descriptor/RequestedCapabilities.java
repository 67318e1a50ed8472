package org.vexhost.loader.descriptor;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;

/**
 * What a descriptor asks for. A capability without particulars (the short form) asks for whatever
 * the operator will grant of it.
 *
 * @param kinds all capabilities that are asked for
 * @param environment names of variables, or prefixes and {@code *}
 * @param directories guest directories
 * @param origins HTTP(S) origins and the methods that are asked for, each origin once
 * @param secrets names of secrets
 */
public record RequestedCapabilities(
        Set<Capability> kinds,
        List<String> environment,
        List<Directory> directories,
        List<Grant.Network> origins,
        List<String> secrets) {

    /** Nothing but computing. */
    public static final RequestedCapabilities NONE =
            new RequestedCapabilities(Set.of(), List.of(), List.of(), List.of(), List.of());

    /**
     * A directory that the tool wants to see.
     *
     * @param guest its absolute path as the tool sees it
     * @param access what for
     */
    public record Directory(String guest, Grant.Access access) {
        /** Checks the path. */
        public Directory {
            Grant.FileSystem.requireGuestPath(guest);
        }
    }

    /** Copies the collections. */
    public RequestedCapabilities {
        EnumSet<Capability> sorted = EnumSet.noneOf(Capability.class);
        sorted.addAll(kinds);
        kinds = Collections.unmodifiableSet(sorted);
        environment = List.copyOf(environment);
        directories = List.copyOf(directories);
        origins = List.copyOf(origins);
        secrets = List.copyOf(secrets);
    }

    /** These capabilities, without particulars. */
    public static RequestedCapabilities of(Set<Capability> kinds) {
        return new RequestedCapabilities(kinds, List.of(), List.of(), List.of(), List.of());
    }

    /** The same and these secrets. */
    RequestedCapabilities withSecrets(List<String> names) {
        EnumSet<Capability> all = EnumSet.of(Capability.SECRET);
        all.addAll(kinds);
        return new RequestedCapabilities(all, environment, directories, origins, names);
    }
}
