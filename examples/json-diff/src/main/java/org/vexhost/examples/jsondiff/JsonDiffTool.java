package org.vexhost.examples.jsondiff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.examples.jsondiff.MergePatch.NotExpressibleException;
import org.vexhost.examples.jsondiff.Node.ArrayNode;
import org.vexhost.examples.jsondiff.Node.Literal;
import org.vexhost.examples.jsondiff.Node.NumberNode;
import org.vexhost.examples.jsondiff.Node.ObjectNode;
import org.vexhost.examples.jsondiff.Node.StringNode;

/** Returns the difference of two JSON documents as a JSON Patch or a JSON Merge Patch. */
@Component(service = Tool.class)
public final class JsonDiffTool implements Tool {

    private static final String NAME = "json-diff";
    private static final Node MERGE = new StringNode("merge");

    private final ToolDefinition definition =
            ToolDefinition.of(
                    NAME,
                    "1.0.0",
                    "Compares two JSON documents and returns the changes that turn the first into the"
                            + " second, as a JSON Patch (RFC 6902) or a JSON Merge Patch (RFC 7396).",
                    parameters());

    /** Called by Declarative Services. */
    @Activate
    public JsonDiffTool() {}

    @Override
    public ToolDefinition definition() {
        return definition;
    }

    @Override
    public Json execute(ToolCall call) throws ToolException {
        if (!(NodeText.read(call.arguments()) instanceof ObjectNode arguments)) {
            throw rejected("the arguments are not an object");
        }
        Node from = required(arguments, "from");
        Node to = required(arguments, "to");
        boolean merge = MERGE.equals(arguments.members().get("format"));
        Map<String, Node> result = new LinkedHashMap<>();
        result.put("equal", from.equals(to) ? Literal.TRUE : Literal.FALSE);
        try {
            if (merge) {
                result.put("merge", MergePatch.between(from, to));
            } else {
                List<Operation> patch = PatchBuilder.between(from, to);
                result.put("operations", NumberNode.of(Integer.toString(patch.size())));
                result.put(
                        "patch",
                        new ArrayNode(patch.stream().<Node>map(Operation::toNode).toList()));
            }
        } catch (NotExpressibleException e) {
            throw rejected("a merge patch cannot set a member to null [" + e.getMessage() + "]");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException(
                    ToolError.of(ErrorReason.CANCELLED, NAME, "Tool 'json-diff' was cancelled"), e);
        }
        return NodeText.write(new ObjectNode(result));
    }

    private static Node required(ObjectNode arguments, String name) throws ToolException {
        Node value = arguments.members().get(name);
        if (value == null) {
            throw rejected("'" + name + "' is missing");
        }
        return value;
    }

    private static ToolException rejected(String why) {
        return new ToolException(
                ToolError.of(
                        ErrorReason.REJECTED_BY_TOOL,
                        NAME,
                        "Tool 'json-diff' rejected its arguments [" + why + "]"));
    }

    private static Json parameters() {
        try (InputStream schema = JsonDiffTool.class.getResourceAsStream("parameters.json")) {
            return Json.parse(Objects.requireNonNull(schema, "parameters.json").readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
