package org.vexhost.gateway.mcp.core;

import org.vexhost.gateway.mcp.message.MessageWriter;
import org.vexhost.gateway.mcp.tool.Era;
import tools.jackson.core.JsonGenerator;

/**
 * The host's description of itself for clients.
 *
 * @param version human-readable version of the host
 */
public record ServerInfo(String version) {

    private static final String META = "io.modelcontextprotocol/serverInfo";

    private static final String INSTRUCTIONS =
            "Each tool runs in a sandbox, with limits of time, fuel and memory. A result with isError"
                    + " describes the problem, so that the call can be corrected. The list of tools"
                    + " may change: subscribe to its changes.";

    /** Writes the first members of a result. */
    void begin(JsonGenerator out, Era era) {
        if (era == Era.MODERN) {
            out.writeStringProperty("resultType", "complete");
        }
    }

    /** Writes the host's name and version as a member of {@code _meta}. */
    void writeInfo(JsonGenerator out, Era era) {
        if (era == Era.MODERN) {
            writeImplementation(out, META);
        }
    }

    /** Writes the {@code _meta} of a result that has no other members in it. */
    void writeMeta(JsonGenerator out, Era era) {
        if (era == Era.MODERN) {
            MessageWriter.object(out, "_meta", meta -> writeInfo(meta, era));
        }
    }

    /** Writes the host's name and version. */
    void writeImplementation(JsonGenerator out, String member) {
        MessageWriter.object(
                out,
                member,
                info -> {
                    info.writeStringProperty("name", "vexhost");
                    info.writeStringProperty("title", "Vexhost");
                    info.writeStringProperty("version", version);
                });
    }

    /** Writes the capabilities of the host, and instructions for clients that use it. */
    void writeCapabilities(JsonGenerator out) {
        MessageWriter.object(
                out,
                "capabilities",
                all ->
                        MessageWriter.object(
                                all,
                                "tools",
                                tools -> tools.writeBooleanProperty("listChanged", true)));
        out.writeStringProperty("instructions", INSTRUCTIONS);
    }
}
