package org.vexhost.api.admin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;

/**
 * The operations on tools for one operator. Every method returns when calls see its effect, or
 * after its {@code wait} time. Thread-safe.
 *
 * @since 1.0
 */
public interface ToolOperations {

    /**
     * Copies a tool from this machine into the tools folder in one step, and waits until its
     * deployment succeeded or failed.
     *
     * @param source a jar, a folder with {@code tool.json}, a {@code NAME.tool.json} beside its
     *     module, or a {@code .wasm} with its {@code .tool.json} beside or inside it
     * @param wait the maximum time to wait
     * @return the state of the tool at the end of the wait
     * @throws AdministrationException if {@code source} has none of these forms or cannot be copied
     */
    ToolInfo deploy(Path source, Duration wait)
            throws AdministrationException, InterruptedException;

    /**
     * Deploys a tool that was uploaded over the network; otherwise like {@link #deploy(Path,
     * Duration)}.
     *
     * @param files one jar, one {@code .wasm} with its descriptor inside, or a {@code .tool.json}
     *     and its {@code .wasm}
     * @param wait the maximum time to wait
     * @return the state of the tool at the end of the wait
     * @throws AdministrationException if the files have another form, a name is not a plain file
     *     name, or they cannot be written
     */
    ToolInfo deploy(List<UploadedFile> files, Duration wait)
            throws AdministrationException, InterruptedException;

    /**
     * Removes a tool's files from the tools folder, and drains the tool.
     *
     * @param name a tool's name, or the artifact's if the tool has no name
     * @return the removed files
     * @throws AdministrationException if there is no such tool, it is not from the tools folder, or
     *     a file cannot be removed
     */
    List<Path> undeploy(String name) throws AdministrationException, InterruptedException;

    /**
     * Enables a disabled tool. The change survives a restart. Does nothing if it is not disabled.
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
     * Adds grants for the deployed or waiting artifact. Replaces an existing grant of the same
     * directory, variable, origin or secret.
     *
     * @param grants what to grant; may be empty, to change {@code updates} alone
     * @param updates what happens to the grants at an update; empty keeps the current value
     * @param digest the artifact that the operator reviewed; empty grants to any waiting artifact
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
     * Grants what the deployed or waiting artifact requests of one capability and does not have
     * yet. If nothing is missing, it grants the whole request for that capability. Requested
     * directories are mapped to the tool's own folder.
     *
     * @param digest the artifact that the operator reviewed; empty grants to any waiting artifact
     * @return the grants afterwards
     * @throws AdministrationException if there is no such tool, another artifact waits, the
     *     artifact requests nothing of the capability, the grant needs more input from the operator
     *     (a secret's origins), or it cannot be written
     */
    GrantsInfo grantRequested(String name, Capability capability, Optional<String> digest)
            throws AdministrationException, InterruptedException;

    /**
     * Returns a grant of the tool's own folder, {@code data/NAME} in the host's home. The folder is
     * created if it does not exist.
     *
     * @param guest the directory as the tool sees it
     * @throws AdministrationException if the folder cannot be created
     */
    Grant.FileSystem ownFolder(String name, String guest, Grant.Access access)
            throws AdministrationException;

    /**
     * Revokes grants. From the moment this method returns, calls in flight are denied at their next
     * host call.
     *
     * @param values the variables, guest directories, origins or secrets; empty for the whole
     *     capability
     * @return the grants afterwards
     * @throws AdministrationException if the values were not granted, or the change cannot be saved
     */
    GrantsInfo revoke(String name, Capability capability, List<String> values)
            throws AdministrationException, InterruptedException;

    /**
     * Approves the waiting version, which then serves with the tool's grants.
     *
     * @param digest the artifact that the operator reviewed; empty approves any waiting artifact
     * @return the approved update
     * @throws AdministrationException if no update waits, another artifact waits, or the change
     *     cannot be saved
     */
    PendingApproval approve(String name, Optional<String> digest)
            throws AdministrationException, InterruptedException;
}
