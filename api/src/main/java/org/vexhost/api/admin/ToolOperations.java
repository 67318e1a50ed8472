package org.vexhost.api.admin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;

/**
 * The operations that one operator can perform on tools. Every method returns when its change
 * affects new calls, or after its {@code wait} time. Thread-safe.
 *
 * @since 1.0
 */
public interface ToolOperations {

    /**
     * Copies a tool from this machine into the tools folder in one step, and waits until its
     * deployment has succeeded or failed.
     *
     * @param source a jar, a folder with {@code tool.json}, a {@code NAME.tool.json} with its
     *     module beside it, or a {@code .wasm} file with its {@code .tool.json} beside it or inside
     *     it
     * @param wait the maximum time to wait
     * @return the state of the tool at the end of the wait
     * @throws AdministrationException if {@code source} has none of these forms or cannot be copied
     */
    ToolInfo deploy(Path source, Duration wait)
            throws AdministrationException, InterruptedException;

    /**
     * Deploys a tool that was uploaded over the network. Apart from this, it works like {@link
     * #deploy(Path, Duration)}.
     *
     * @param files one jar, one {@code .wasm} file with its descriptor inside, or a {@code
     *     .tool.json} file and its {@code .wasm} file
     * @param wait the maximum time to wait
     * @return the state of the tool at the end of the wait
     * @throws AdministrationException if the files have another form, if a name is not a plain file
     *     name, or if the files cannot be written
     */
    ToolInfo deploy(List<UploadedFile> files, Duration wait)
            throws AdministrationException, InterruptedException;

    /**
     * Removes a tool's files from the tools folder, and drains the tool.
     *
     * @param name the tool's name, or the artifact's name if the tool has no name
     * @return the removed files
     * @throws AdministrationException if there is no such tool, if the tool is not from the tools
     *     folder, or if a file cannot be removed
     */
    List<Path> undeploy(String name) throws AdministrationException, InterruptedException;

    /**
     * Enables a disabled tool. The change survives a restart. Does nothing if the tool is not
     * disabled.
     *
     * @throws AdministrationException if there is no such tool, or the change cannot be saved
     */
    void enable(String name) throws AdministrationException, InterruptedException;

    /**
     * Disables and drains a tool. The change survives restarts and updates.
     *
     * @throws AdministrationException if there is no such tool, or the change cannot be saved
     */
    void disable(String name) throws AdministrationException, InterruptedException;

    /**
     * Adds grants for the deployed or waiting artifact. A new grant replaces an existing grant for
     * the same directory, variable, origin or secret.
     *
     * @param grants the grants to add; may be empty in order to change only {@code updates}
     * @param updates the policy for the grants at an update; empty to keep the current policy
     * @param digest the digest of the artifact that the operator reviewed; if empty, the grants
     *     apply to any waiting artifact
     * @return the grants afterwards
     * @throws AdministrationException if there is no such tool, another artifact waits, or a grant
     *     cannot be accepted or written
     */
    GrantsInfo grant(
            String name,
            List<? extends Grant> grants,
            Optional<GrantsInfo.Updates> updates,
            Optional<String> digest)
            throws AdministrationException, InterruptedException;

    /**
     * Grants those items of one capability that the deployed or waiting artifact requests and that
     * are not granted yet. If no item is missing, all requested items are granted again. Requested
     * directories are mapped to the tool's own folder.
     *
     * @param digest the digest of the artifact that the operator reviewed; if empty, the grants
     *     apply to any waiting artifact
     * @return the grants afterwards
     * @throws AdministrationException if there is no such tool, if another artifact waits, if the
     *     artifact does not request the capability, if the grant needs further input from the
     *     operator (such as a secret's origins), or if the grant cannot be written
     */
    GrantsInfo grantRequested(String name, Capability capability, Optional<String> digest)
            throws AdministrationException, InterruptedException;

    /**
     * Returns a grant of the tool's own folder, {@code data/NAME} in the host's home. The folder is
     * created if it does not exist.
     *
     * @param guest the path of the directory as the tool sees it
     * @throws AdministrationException if the folder cannot be created
     */
    Grant.FileSystem ownFolder(String name, String guest, Grant.Access access)
            throws AdministrationException;

    /**
     * Revokes grants. After this method has returned, calls in flight are denied at their next host
     * call.
     *
     * @param values the variables, guest directories, origins or secrets to revoke; empty for the
     *     whole capability
     * @return the grants afterwards
     * @throws AdministrationException if the values were not granted, or the change cannot be saved
     */
    GrantsInfo revoke(String name, Capability capability, List<String> values)
            throws AdministrationException, InterruptedException;

    /**
     * Approves the waiting version. That version then serves with the tool's grants.
     *
     * @param digest the digest of the artifact that the operator reviewed; if empty, any waiting
     *     artifact is approved
     * @return the approved update
     * @throws AdministrationException if no update waits, if another artifact waits, or if the
     *     change cannot be saved
     */
    PendingApproval approve(String name, Optional<String> digest)
            throws AdministrationException, InterruptedException;
}
