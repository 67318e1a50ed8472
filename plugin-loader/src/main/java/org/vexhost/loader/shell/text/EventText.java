package org.vexhost.loader.shell.text;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vexhost.api.Caller;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolStatus;
import org.vexhost.api.admin.AdminEvent;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Formats an event of the host, as one or more lines or as JSON. */
public final class EventText {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private EventText() {}

    public static String line(AdminEvent event) {
        String what =
                event.kind() == AdminEvent.Kind.STATE
                        ? change(event)
                        : event.kind().name().toLowerCase(Locale.ROOT)
                                + event.operator().map(EventText::by).orElse("");
        String text =
                "%s  #%d  %s %s"
                        .formatted(
                                TIME.format(event.time()),
                                event.sequence(),
                                TerminalText.line(event.tool(), 64),
                                what);
        List<String> lines = TextTable.wrap(MessageText.printable(text), TextTable.WIDTH - 4);
        String whole = String.join("\n    ", lines);
        return event.after().map(status -> coloured(whole, status.state().name())).orElse(whole);
    }

    private static String by(Caller operator) {
        return " by " + operator;
    }

    private static String change(AdminEvent event) {
        Optional<ToolStatus> after = event.after();
        if (after.isEmpty()) {
            return "is gone";
        }
        ToolStatus status = after.get();
        String version = status.version().map(each -> each + " ").orElse("");
        String reason = status.reason().isEmpty() ? "" : ": " + status.reason();
        return "%sis %s%s [%s]".formatted(version, status.state(), reason, status.artifact());
    }

    /**
     * Colours the name of the state in a text. The host wrote that name, so it precedes any text of
     * the tool.
     */
    private static String coloured(String text, String state) {
        int at = text.indexOf(" is " + state);
        if (at < 0) {
            return text;
        }
        int begin = at + " is ".length();
        String word = StateInk.paint(state);
        return text.substring(0, begin) + word + text.substring(begin + state.length());
    }

    public static String json(AdminEvent event) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("sequence", event.sequence());
        node.put("time", event.time().toString());
        node.put("kind", event.kind().name());
        node.put("tool", event.tool());
        event.before().ifPresent(status -> put(node.putObject("before"), status));
        event.after().ifPresent(status -> put(node.putObject("after"), status));
        event.operator()
                .ifPresent(
                        operator ->
                                node.putObject("operator")
                                        .put("kind", operator.kind().name())
                                        .put("name", operator.name()));
        event.artifactDigest().ifPresent(digest -> node.put("digest", digest));
        return TerminalText.json(MAPPER.writeValueAsString(node));
    }

    private static void put(ObjectNode node, ToolStatus status) {
        node.put("state", status.state().name());
        node.put("since", status.since().toString());
        node.put("reason", status.reason());
        node.put("artifact", status.artifact());
        status.version().ifPresent(version -> node.put("version", version));
        status.servingVersion().ifPresent(version -> node.put("servingVersion", version));
    }
}
