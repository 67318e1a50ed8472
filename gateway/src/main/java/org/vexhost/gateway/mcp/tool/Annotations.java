package org.vexhost.gateway.mcp.tool;

import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.VersionInfo;
import tools.jackson.core.JsonGenerator;

/**
 * The effects that a tool in a sandbox can have outside the sandbox. They follow from the tool's
 * granted and requested capabilities, not from what the tool claims. A Java tool has no sandbox and
 * therefore no annotations.
 *
 * @param writes whether the tool may change anything in a directory or over the network
 * @param reachesOut whether the tool may use the network
 */
record Annotations(boolean writes, boolean reachesOut) {

    /** Returns the annotations of a tool in a sandbox. */
    static Annotations of(VersionInfo version, GrantsInfo grants) {
        boolean network =
                grants.grants().stream().anyMatch(Grant.Network.class::isInstance)
                        || version.requested().stream()
                                .anyMatch(request -> request.capability() == Capability.NETWORK);
        boolean writable =
                grants.grants().stream()
                        .anyMatch(
                                grant ->
                                        grant instanceof Grant.FileSystem directory
                                                && directory.access() == Grant.Access.READ_WRITE);
        return new Annotations(writable || network, network);
    }

    void write(JsonGenerator out) {
        out.writeName("annotations");
        out.writeStartObject();
        out.writeBooleanProperty("readOnlyHint", !writes);
        out.writeBooleanProperty("destructiveHint", writes);
        out.writeBooleanProperty("idempotentHint", !writes);
        out.writeBooleanProperty("openWorldHint", reachesOut);
        out.writeEndObject();
    }
}
