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

/** The tools that can be called now, as callers see them. Thread-safe. */
public final class ToolCatalogue {

    /** How many tools one page of a list has. */
    static final int PAGE = 250;

    private static final int MAX_CURSOR_LENGTH = 128;

    private final ToolExecutor executor;
    private final Supplier<Optional<ToolAdministration>> administration;

    /** By name; replaced as a whole. */
    private volatile NavigableMap<String, ListedTool> last = new TreeMap<>();

    private volatile boolean isStale = true;
    private volatile NamePrefix prefix = NamePrefix.NONE;

    /**
     * The tools of an executor.
     *
     * @param administration says what a tool is granted, where it is there
     */
    public ToolCatalogue(
            ToolExecutor executor, Supplier<Optional<ToolAdministration>> administration) {
        this.executor = executor;
        this.administration = administration;
    }

    /**
     * A part of a list.
     *
     * @param tools in the order of their names
     * @param nextCursor asks for what follows; empty if nothing does
     */
    public record Page(List<Json> tools, Optional<String> nextCursor) {}

    /**
     * Lists what a caller may see.
     *
     * @param cursor where an earlier page ended
     * @throws RpcException if the cursor is none of this host's
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

    /** From now on clients see this before names. */
    public void prefix(NamePrefix next) {
        prefix = next;
        invalidate();
    }

    /** The name of the tool that clients call so; empty if it cannot be one of this host's. */
    public Optional<String> own(String shown) {
        return prefix.own(shown);
    }

    /**
     * A tool that can be called now.
     *
     * @param name its own, without a prefix
     */
    public Optional<ListedTool> find(String name) {
        // What is not known may be new: who looks it up need not have been told yet.
        boolean isKnown = !isStale && last.containsKey(name);
        return Optional.ofNullable((isKnown ? last : refresh()).get(name));
    }

    /**
     * The end of a message about a name that is not there: one that the caller may have meant.
     *
     * @param shown as the client says it
     */
    public String suggestion(CallerAccess access, String shown) {
        NamePrefix now = prefix;
        List<String> visible =
                last.keySet().stream().filter(access::maySee).map(now::shown).toList();
        return Suggestion.clause(shown, visible);
    }

    /** Tools have changed: what was found before does not count. */
    public void invalidate() {
        isStale = true;
    }

    /** All tools as they are now. */
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
                // Said below.
            }
        }
        throw new RpcException(
                RpcError.INVALID_PARAMS,
                "cursor is not one of this host [%s]".formatted(MessageText.quote(cursor)));
    }
}
