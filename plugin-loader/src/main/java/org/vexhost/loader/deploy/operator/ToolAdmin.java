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
 * What operators do with tools. Every method returns when calls see the effect, or after the time
 * that it names. Thread-safe.
 */
public interface ToolAdmin {

    /**
     * The same, on behalf of somebody: each change of trust is one line of the log, with that name.
     *
     * @param who in words, for example {@code user 'root'}; safe to print
     */
    default ToolAdmin by(String who) {
        return this;
    }

    /**
     * Copies a tool into the tools folder, in one step, and waits until it is deployed or refused.
     *
     * @param source a jar, a folder with {@code tool.json}, a {@code NAME.tool.json} whose module
     *     is beside it, or a {@code .wasm} (with its {@code .tool.json}, if there is one beside it)
     * @param wait how long at most
     * @return what became of it; if the time was not enough, how far it got
     * @throws AdminException if it is none of these or cannot be copied
     */
    ToolEntry deploy(Path source, Duration wait) throws AdminException, InterruptedException;

    /**
     * Removes a tool's files from the tools folder, and drains it.
     *
     * @param name a tool's name, or the artifact of one that has no name
     * @return what was removed
     * @throws AdminException if there is no such tool, it is not from the tools folder, or a file
     *     cannot be removed
     */
    List<Path> undeploy(String name) throws AdminException, InterruptedException;

    /**
     * Brings a disabled tool back. Survives restarts. Does nothing if it is not disabled.
     *
     * @throws AdminException if there is no such tool, or if it is back but that cannot be written
     *     down for the next start
     */
    void enable(String name) throws AdminException, InterruptedException;

    /**
     * Takes a tool out of service, and drains it. Survives restarts and updates. Does nothing if it
     * is disabled already; one whose bundle was stopped for the time being is disabled from then
     * on.
     *
     * @throws AdminException if there is no such tool, or if it is out of service but that cannot
     *     be written down for the next start
     */
    void disable(String name) throws AdminException, InterruptedException;

    /** What is granted to a tool now; also for names that are not deployed. */
    ToolGrants grants(String name);

    /**
     * Grants more, for the artifact that is deployed or waits, and writes it down. A grant of the
     * same directory, variable or origin is replaced.
     *
     * @param digest the artifact that the operator saw, {@code sha256:} and 64 hexadecimal digits;
     *     empty grants to whatever waits
     * @param additional what to grant; may be empty, to change {@code follow} alone
     * @param follow whether updates are trusted in advance; empty leaves it as it is
     * @return what is granted now
     * @throws AdminException if there is no such tool, or another artifact waits, or serves and
     *     none waits
     * @throws GrantException if a grant cannot be accepted or written
     */
    ToolGrants grant(
            String name,
            List<? extends Grant> additional,
            Optional<ToolGrants.Follow> follow,
            Optional<String> digest)
            throws AdminException, GrantException, InterruptedException;

    /**
     * A file system grant of the tool's own folder, {@code data/NAME} in the host's home, made when
     * absent.
     *
     * @throws GrantException if the folder cannot be made
     */
    Grant.FileSystem ownFolder(String name, String guest, Grant.Access access)
            throws GrantException;

    /**
     * Revokes grants. From the moment that this returns, calls in flight meet the revocation at
     * their next host call.
     *
     * @param capability which
     * @param values which variables, guest directories or origins; empty for all of the capability
     * @return what is granted now
     * @throws GrantException if it was not granted, or if it is taken back but that cannot be
     *     written down for the next start
     */
    ToolGrants revoke(String name, Capability capability, List<String> values)
            throws GrantException, InterruptedException;

    /** What an update of the tool that waits for approval would change; empty if none waits. */
    Optional<VersionChange> pendingChange(String name);

    /**
     * Lets the version that waits serve, with the grants that the tool has.
     *
     * @param digest the artifact that the operator saw, as in {@link #pendingChange}: files that
     *     were replaced in between are not approved; empty approves whatever waits
     * @return what was approved
     * @throws AdminException if none waits, or another one does
     * @throws GrantException if the approval cannot be written
     */
    VersionChange approve(String name, Optional<String> digest)
            throws AdminException, GrantException, InterruptedException;
}
