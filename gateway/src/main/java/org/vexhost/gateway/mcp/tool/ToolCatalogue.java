package org.vexhost.gateway.mcp.tool;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.mcp.message.RpcError;
import org.vexhost.gateway.mcp.message.RpcException;

/** The list of tools that can be called now, as callers see it. Thread-safe. */
public final class ToolCatalogue {

    /** The largest number of tools on one page of a list. */
    static final int PAGE = 250;

    private static final int MAX_CURSOR_LENGTH = 128;

    private final ToolExecutor executor;
    private final Supplier<Optional<ToolAdministration>> administration;

    /** The tools by name, from the last refresh; replaced as a whole. */
    private volatile NavigableMap<String, ListedTool> last = new TreeMap<>();

    private volatile boolean isStale = true;
    private volatile NamePrefix prefix = NamePrefix.NONE;

    /**
     * Creates a catalogue of an executor's tools.
     *
     * @param administration supplies the grants of a tool; empty while it is unavailable
     */
    public ToolCatalogue(
            ToolExecutor executor, Supplier<Optional<ToolAdministration>> administration) {
        this.executor = executor;
        this.administration = administration;
    }

    /**
     * A page of a list.
     *
     * @param tools the tools in the order of their names
     * @param nextCursor cursor of the next page; empty on the last page
     */
    public record Page(List<Json> tools, Optional<String> nextCursor) {}

    /**
     * Lists the tools that a caller may see.
     *
     * @param cursor cursor of an earlier page; empty for the first page
     * @throws RpcException if the cursor is not from this host
     */
    public Page page(CallerAccess access, Era era, Optional<String> cursor) throws RpcException {
        String after = cursor.isPresent() ? decode(cursor.get()) : "";
        List<Json> tools = new ArrayList<>();
        String previous = after;
        for (ListedTool entry : refresh().tailMap(after, false).values()) {
            String name = entry.definition().name();
            if (access.maySee(name)) {
                if (tools.size() == PAGE) {
                    return new Page(tools, Optional.of(encode(previous)));
                }
                tools.add(entry.json(era));
                previous = name;
            }
        }
        return new Page(tools, Optional.empty());
    }

    /** Sets the prefix that clients see before names. */
    public void prefix(NamePrefix next) {
        prefix = next;
        invalidate();
    }

    /**
     * Returns the tool's own name for a name that a client used; empty if no tool of this host can
     * have that name.
     */
    public Optional<String> own(String shown) {
        return prefix.own(shown);
    }

    /**
     * Finds a tool that can be called now.
     *
     * @param name the tool's own name, without a prefix
     */
    public Optional<ListedTool> find(String name) {
        // An unknown tool may be new: the notification about it may not have arrived yet.
        boolean isKnown = !isStale && last.containsKey(name);
        return Optional.ofNullable((isKnown ? last : refresh()).get(name));
    }

    /**
     * Returns the end of a message about an unknown name. It suggests a name that the caller may
     * have meant.
     *
     * @param shown the name that the client used
     */
    public String suggestion(CallerAccess access, String shown) {
        NamePrefix now = prefix;
        List<String> visible =
                last.keySet().stream().filter(access::maySee).map(now::shown).toList();
        return Suggestion.clause(shown, visible);
    }

    /** Marks the list as stale, because tools may have changed. */
    public void invalidate() {
        isStale = true;
    }

    /** Reads all tools again. */
    public synchronized NavigableMap<String, ListedTool> refresh() {
        isStale = false;
        NavigableMap<String, ListedTool> before = last;
        NavigableMap<String, ListedTool> now = new TreeMap<>();
        NamePrefix shown = prefix;
        Optional<ToolAdministration> known = administration.get();
        for (ToolDefinition tool : executor.list()) {
            Optional<Annotations> annotations = known.flatMap(each -> annotations(each, tool));
            ListedTool old = before.get(tool.name());
            if (old != null
                    && old.definition().equals(tool)
                    && old.annotations().equals(annotations)
                    && old.prefix().equals(shown)) {
                now.put(tool.name(), old);
            } else {
                ListedTool.of(tool, annotations, shown)
                        .ifPresent(entry -> now.put(tool.name(), entry));
            }
        }
        last = now;
        return now;
    }

    private static Optional<Annotations> annotations(
            ToolAdministration administration, ToolDefinition tool) {
        return administration
                .tool(tool.name())
                .flatMap(info -> info.serving())
                .filter(version -> version.abi().isPresent())
                .map(version -> Annotations.of(version, administration.grants(tool.name())));
    }

    private static String encode(String name) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor) throws RpcException {
        if (cursor.length() <= MAX_CURSOR_LENGTH) {
            try {
                String name =
                        new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                if (ToolDefinition.NAME.matcher(name).matches()) {
                    return name;
                }
            } catch (IllegalArgumentException e) {
                // The exception below reports this.
            }
        }
        throw new RpcException(
                RpcError.INVALID_PARAMS,
                "cursor is not one of this host [%s]".formatted(MessageText.quote(cursor)));
    }
}
