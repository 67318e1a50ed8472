package org.vexhost.api.admin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;

/**
 * What one operator can do with tools. Every method returns when calls see its effect, or after the
 * time that it names. Thread-safe.
 *
 * @since 1.0
 */
public interface ToolOperations {

    /**
     * Copies a tool from this machine into the tools folder, in one step, and waits until it is
     * decided what becomes of it.
     *
     * @param source a jar, a folder with {@code tool.json}, a {@code NAME.tool.json} whose module
     *     is beside it, or a {@code .wasm} with its {@code .tool.json} beside it or inside
     * @param wait how long at most
     * @return how far it got in that time
     * @throws AdministrationException if it is none of these or cannot be copied
     */
    ToolInfo deploy(Path source, Duration wait)
            throws AdministrationException, InterruptedException;

    /**
     * The same with a tool that comes over the network.
     *
     * @param files one jar, one {@code .wasm} with its descriptor inside, or a {@code .tool.json}
     *     and its {@code .wasm}
     * @param wait how long at most
     * @return how far it got in that time
     * @throws AdministrationException if the files are not these, a name is not a plain file name,
     *     or they cannot be written
     */
    ToolInfo deploy(List<UploadedFile> files, Duration wait)
            throws AdministrationException, InterruptedException;

    /**
     * Removes a tool's files from the tools folder, and drains it.
     *
     * @param name a tool's name, or the artifact of one that has no name
     * @return what was removed
     * @throws AdministrationException if there is no such tool, it is not from the tools folder, or
     *     a file cannot be removed
     */
    List<Path> undeploy(String name) throws AdministrationException, InterruptedException;

    /**
     * Brings a disabled tool back, also after a restart. Does nothing if it is not disabled.
     *
     * @throws AdministrationException if there is no such tool, or that cannot be written down
     */
    void enable(String name) throws AdministrationException, InterruptedException;

    /**
     * Takes a tool out of service, also after a restart or an update, and drains it.
     *
     * @throws AdministrationException if there is no such tool, or that cannot be written down
     */
    void disable(String name) throws AdministrationException, InterruptedException;

    /**
     * Grants more, for the artifact that is deployed or waits. A grant of the same directory,
     * variable, origin or secret is replaced.
     *
     * @param grants what to grant; may be empty, to change {@code updates} alone
     * @param updates what happens to the grants at an update; empty leaves it as it is
     * @param digest the artifact that the operator looked at; empty grants to whatever waits
     * @return what is granted now
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
     * Grants what the artifact that is deployed or waits asks for of one capability and lacks, or
     * if it lacks nothing, all that it asks for of it. Directories are the tool's own folder.
     *
     * @param digest the artifact that the operator looked at; empty grants to whatever waits
     * @return what is granted now
     * @throws AdministrationException if there is no such tool, another artifact waits, it asks for
     *     nothing of the capability, that cannot be granted without more words of the operator (a
     *     secret's origins), or the grant cannot be written
     */
    GrantsInfo grantRequested(String name, Capability capability, Optional<String> digest)
            throws AdministrationException, InterruptedException;

    /**
     * A grant of the tool's own folder, {@code data/NAME} in the host's home, made when absent.
     *
     * @param guest the directory as the tool sees it
     * @throws AdministrationException if the folder cannot be made
     */
    Grant.FileSystem ownFolder(String name, String guest, Grant.Access access)
            throws AdministrationException;

    /**
     * Takes grants back. Calls in flight meet it at their next host call, from the moment that this
     * returns.
     *
     * @param values which variables, guest directories, origins or secrets; empty for all of the
     *     capability
     * @return what is granted now
     * @throws AdministrationException if it was not granted, or that cannot be written down
     */
    GrantsInfo revoke(String name, Capability capability, List<String> values)
            throws AdministrationException, InterruptedException;

    /**
     * Lets the version that waits serve, with the grants that the tool has.
     *
     * @param digest the artifact that the operator looked at; empty approves whatever waits
     * @return what was approved
     * @throws AdministrationException if none waits, another one does, or that cannot be written
     *     down
     */
    PendingApproval approve(String name, Optional<String> digest)
            throws AdministrationException, InterruptedException;
}
