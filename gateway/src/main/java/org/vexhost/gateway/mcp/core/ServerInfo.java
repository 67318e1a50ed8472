package org.vexhost.gateway.mcp.core;

import org.vexhost.gateway.mcp.message.MessageWriter;
import org.vexhost.gateway.mcp.tool.Era;
import tools.jackson.core.JsonGenerator;

/**
 * What the host says of itself.
 *
 * @param version its version, for people
 */
public record ServerInfo(String version) {

    private static final String META = "io.modelcontextprotocol/serverInfo";

    private static final String INSTRUCTIONS =
            "Each tool runs in a sandbox, with limits of time, fuel and memory. A result with isError"
                    + " says what was wrong, in words to correct the call by. Tools come and go:"
                    + " listen for changes of the list.";

    /** Begins a result. */
    void begin(JsonGenerator out, Era era) {
        if (era == Era.MODERN) {
            out.writeStringProperty("resultType", "complete");
        }
    }

    /** Says who answers, as a member of {@code _meta}. */
    void writeInfo(JsonGenerator out, Era era) {
        if (era == Era.MODERN) {
            writeImplementation(out, META);
        }
    }

    /** The {@code _meta} of a result that has no other. */
    void writeMeta(JsonGenerator out, Era era) {
        if (era == Era.MODERN) {
            MessageWriter.object(out, "_meta", meta -> writeInfo(meta, era));
        }
    }

    /** Says who answers. */
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

    /** Says what the host can do, and how it is used. */
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
