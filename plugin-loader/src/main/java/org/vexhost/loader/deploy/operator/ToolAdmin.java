package org.vexhost.loader.deploy.operator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.loader.deploy.version.VersionChange;
import org.vexhost.loader.grant.GrantException;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.loader.registry.ToolEntry;

/**
 * Operators' commands for tools. Every method returns when calls see its effect, or when its time
 * limit expires. Thread-safe.
 */
public interface ToolAdmin {

    /**
     * Returns these commands on behalf of one operator. Each change of trust is logged on one line
     * with the operator's description.
     *
     * @param who a description such as {@code user 'root'}; safe to print
     */
    default ToolAdmin by(String who) {
        return this;
    }

    /**
     * Copies a tool into the tools folder in one step, and waits until the tool is deployed or
     * rejected.
     *
     * @param source a jar, a folder with {@code tool.json}, a {@code NAME.tool.json} with its
     *     module beside it, or a {@code .wasm} (with its {@code .tool.json}, if one is beside it)
     * @param wait the longest wait
     * @return the resulting registry entry; if {@code wait} expires first, the entry with its
     *     current state
     * @throws AdminException if the source is none of these, or cannot be copied
     */
    ToolEntry deploy(Path source, Duration wait) throws AdminException, InterruptedException;

    /**
     * Removes a tool's files from the tools folder, and drains the tool.
     *
     * @param name the tool's name, or the artifact of a tool without a name
     * @return the removed files
     * @throws AdminException if there is no such tool, if the tool is not from the tools folder, or
     *     if a file cannot be removed
     */
    List<Path> undeploy(String name) throws AdminException, InterruptedException;

    /**
     * Enables a disabled tool. The change survives restarts. Does nothing if the tool is already
     * enabled.
     *
     * @throws AdminException if there is no such tool, or if the tool is now enabled but this
     *     change cannot be saved for the next start
     */
    void enable(String name) throws AdminException, InterruptedException;

    /**
     * Disables a tool, and drains it. The change survives restarts and updates. Does nothing if the
     * tool is already disabled. If the tool's bundle was stopped temporarily, the tool is now
     * disabled permanently.
     *
     * @throws AdminException if there is no such tool, or if the tool is now disabled but this
     *     change cannot be saved for the next start
     */
    void disable(String name) throws AdminException, InterruptedException;

    /** Returns a tool's current grants; the tool need not be deployed. */
    ToolGrants grants(String name);

    /**
     * Adds grants for the waiting artifact, or for the serving one if none waits, and saves them. A
     * new grant of a directory, variable or origin replaces an existing grant of the same one.
     *
     * @param digest the artifact that the operator reviewed, {@code sha256:} and 64 hexadecimal
     *     digits; if empty, the grants apply to whichever artifact is current
     * @param additional the grants to add; may be empty to change only {@code follow}
     * @param follow whether updates are trusted in advance; empty leaves this unchanged
     * @return the new grants
     * @throws AdminException if there is no such tool, or if {@code digest} is not the digest of
     *     the waiting artifact (or of the serving one if none waits)
     * @throws GrantException if a grant cannot be accepted or written
     */
    ToolGrants grant(
            String name,
            List<? extends Grant> additional,
            Optional<ToolGrants.Follow> follow,
            Optional<String> digest)
            throws AdminException, GrantException, InterruptedException;

    /**
     * Returns a file system grant of the tool's own folder, {@code data/NAME} in the host's home.
     * Creates the folder if it does not exist.
     *
     * @throws GrantException if the folder cannot be created
     */
    Grant.FileSystem ownFolder(String name, String guest, Grant.Access access)
            throws GrantException;

    /**
     * Revokes grants. After this method returns, a call in flight that needs the grant is denied at
     * its next host call.
     *
     * @param capability the capability to revoke
     * @param values the variables, guest directories or origins; empty for the whole capability
     * @return the remaining grants
     * @throws GrantException if the grant did not exist, or if it is revoked but the revocation
     *     cannot be saved for the next start
     */
    ToolGrants revoke(String name, Capability capability, List<String> values)
            throws GrantException, InterruptedException;

    /** Returns what a version that waits for approval would change; empty if no version waits. */
    Optional<VersionChange> pendingChange(String name);

    /**
     * Approves the waiting version, which then serves with the tool's grants.
     *
     * @param digest the artifact that the operator reviewed, as in {@link #pendingChange}, so that
     *     files replaced since then are not approved; empty approves whichever version waits
     * @return the approved change
     * @throws AdminException if no version waits, or if the digest of the waiting version is not
     *     {@code digest}
     * @throws GrantException if the approval cannot be written
     */
    VersionChange approve(String name, Optional<String> digest)
            throws AdminException, GrantException, InterruptedException;
}
