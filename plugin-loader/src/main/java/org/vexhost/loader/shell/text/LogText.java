package org.vexhost.loader.shell.text;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.LogTail;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Formats a line of the log. Lines are never wrapped, because operators search for them and copy
 * them.
 */
public final class LogText {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    private LogText() {}

    public static String line(LogTail.Line line) {
        String level = line.level().name();
        return "%s %s%s %s"
                .formatted(
                        TIME.format(line.time()),
                        StateInk.paint(level),
                        " ".repeat(5 - level.length()),
                        MessageText.printable(line.message()));
    }

    public static String json(LogTail.Line line) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("sequence", line.sequence());
        node.put("time", line.time().toString());
        node.put("level", line.level().name());
        node.put("logger", line.logger());
        node.put("thread", line.thread());
        line.tool().ifPresent(tool -> node.put("tool", tool));
        node.put("message", line.message());
        return TerminalText.json(MAPPER.writeValueAsString(node));
    }
}
