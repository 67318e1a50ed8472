package org.vexhost.loader.shell.text;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.admin.CallRecord;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Formats finished calls as a table or as JSON. */
public final class CallsText {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private CallsText() {}

    public static String render(List<CallRecord> calls, Instant now) {
        TextTable table = new TextTable("ENDED", "TOOL", "CALLER", "TIME", "FUEL", "RESULT");
        table.painted(word -> isReason(word) ? StateInk.failure(word) : word);
        for (CallRecord call : calls) {
            table.row(
                    TerminalText.ago(call.ended(), now),
                    call.tool(),
                    TerminalText.line(call.caller().name(), 24),
                    TerminalText.duration(call.duration()),
                    String.format(Locale.ROOT, "%,d", call.usage().totalFuelConsumed()),
                    call.error().map(Enum::name).orElse(call.resultBytes() + " bytes"));
        }
        return table.render();
    }

    private static boolean isReason(String word) {
        return Arrays.stream(ErrorReason.values()).anyMatch(each -> each.name().equals(word));
    }

    public static String json(List<CallRecord> calls) {
        ArrayNode all = MAPPER.createArrayNode();
        for (CallRecord call : calls) {
            ObjectNode node = all.addObject();
            node.put("sequence", call.sequence());
            node.put("id", call.id());
            node.put("tool", call.tool());
            call.version().ifPresent(version -> node.put("version", version));
            call.artifactDigest().ifPresent(digest -> node.put("digest", digest));
            node.putObject("caller")
                    .put("kind", call.caller().kind().name())
                    .put("name", call.caller().name());
            node.put("ended", call.ended().toString());
            node.put("durationNanos", call.duration().toNanos());
            call.error()
                    .ifPresent(
                            reason ->
                                    node.put("code", reason.code().name())
                                            .put("reason", reason.name()));
            node.put("argumentBytes", call.argumentBytes());
            node.put("resultBytes", call.resultBytes());
            node.put("fuel", call.usage().fuelConsumed());
            node.put("hostFuel", call.usage().hostFuelConsumed());
            node.put("peakMemoryBytes", call.usage().peakMemoryBytes());
        }
        return TerminalText.json(MAPPER.writeValueAsString(all));
    }
}
