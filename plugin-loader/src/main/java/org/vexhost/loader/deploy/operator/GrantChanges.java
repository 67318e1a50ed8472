package org.vexhost.loader.deploy.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.MessageText;
import org.vexhost.loader.capability.CapabilityTypes;
import org.vexhost.loader.grant.GrantException;
import org.vexhost.loader.grant.GrantException.Reason;
import org.vexhost.loader.grant.ToolGrants;

/** Computes a tool's grants after a grant or a revocation. Uses no files and no threads. */
final class GrantChanges {

    private GrantChanges() {}

    /**
     * Adds grants. A grant for the same directory, variable or origin replaces the earlier one.
     *
     * @param before the current grants
     * @param additional the grants to add
     * @param subject the artifact that the operator sees
     * @param follow whether updates are trusted in advance; empty leaves this unchanged
     */
    static ToolGrants with(
            ToolGrants before,
            List<? extends Grant> additional,
            Optional<String> subject,
            Optional<ToolGrants.Follow> follow)
            throws GrantException {
        return new ToolGrants(
                merge(before.grants(), additional),
                holdFor(before, subject),
                before.grants().isEmpty() ? Optional.empty() : before.module(),
                follow.orElse(before.follow()));
    }

    /**
     * Returns the artifact that the grants will apply to. A tool's first grant applies to the
     * waiting artifact, or else to the serving one. A later grant does not move existing grants to
     * another artifact; this includes grants of an earlier release. Only an approval moves them.
     */
    private static Optional<String> holdFor(ToolGrants before, Optional<String> subject) {
        boolean isFirst =
                before.grants().isEmpty()
                        || (before.artifact().isEmpty() && before.module().isEmpty());
        return isFirst ? subject : before.artifact();
    }

    private static Grants merge(Grants before, List<? extends Grant> additional)
            throws GrantException {
        List<Grant> all = new ArrayList<>(before.all());
        for (Grant grant : additional) {
            all.removeIf(each -> isOf(each, grant.capability()) && key(each).equals(key(grant)));
            all.add(grant);
        }
        try {
            return Grants.of(all);
        } catch (IllegalArgumentException e) {
            throw new GrantException(Reason.INVALID_VALUE, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Removes grants.
     *
     * @param tool the tool's name, for messages
     * @param before the current grants
     * @param capability the capability to revoke
     * @param values the values to revoke; empty for the whole capability
     * @throws GrantException if a grant does not exist
     */
    static ToolGrants without(
            String tool, ToolGrants before, Capability capability, List<String> values)
            throws GrantException {
        List<Grant> left = new ArrayList<>(before.grants().all());
        if (values.isEmpty() && !left.removeIf(grant -> isOf(grant, capability))) {
            throw notGranted(tool, capability, "");
        }
        for (String value : values) {
            if (!left.removeIf(grant -> isOf(grant, capability) && key(grant).equals(value))) {
                throw notGranted(tool, capability, " " + MessageText.quote(value));
            }
        }
        return before.withGrants(Grants.of(left));
    }

    /** Removes the given grants, ignoring those that do not exist. */
    static ToolGrants withoutAny(ToolGrants before, Capability capability, List<String> values) {
        List<Grant> left = new ArrayList<>(before.grants().all());
        boolean ignored =
                left.removeIf(
                        grant ->
                                isOf(grant, capability)
                                        && (values.isEmpty() || values.contains(key(grant))));
        return before.withGrants(Grants.of(left));
    }

    private static boolean isOf(Grant grant, Capability capability) {
        return grant.capability() == capability;
    }

    private static String key(Grant grant) {
        return CapabilityTypes.all().of(grant).identity(grant);
    }

    private static GrantException notGranted(String name, Capability capability, String value) {
        return new GrantException(
                Reason.NOT_GRANTED,
                "Tool %s was not granted %s%s"
                        .formatted(MessageText.quote(name), capability.key(), value));
    }
}
