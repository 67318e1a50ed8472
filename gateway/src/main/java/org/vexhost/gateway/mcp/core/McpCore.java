package org.vexhost.gateway.mcp.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.mcp.message.Members;
import org.vexhost.gateway.mcp.message.Message;
import org.vexhost.gateway.mcp.message.MessageWriter;
import org.vexhost.gateway.mcp.message.RpcError;
import org.vexhost.gateway.mcp.message.RpcException;
import org.vexhost.gateway.mcp.message.RpcId;
import org.vexhost.gateway.mcp.tool.Era;
import org.vexhost.gateway.mcp.tool.NamePrefix;
import org.vexhost.gateway.mcp.tool.ToolCatalogue;
import org.vexhost.gateway.time.Ticker;
import tools.jackson.core.JsonGenerator;

/**
 * Handles the messages of the Model Context Protocol from all transports. Thread-safe; no method
 * blocks.
 */
public final class McpCore implements AutoCloseable {

    /** How long a client may cache a list of tools: 2 s. */
    static final long TTL_MILLIS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(McpCore.class);

    private final ServerInfo server;
    private final ToolCatalogue catalogue;
    private final Ticker ticker;
    private final ListChanges changes;
    private final ToolCalls calls;
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final List<Runnable> repetitions = new CopyOnWriteArrayList<>();

    /**
     * Creates a core that calls the tools of an executor. The caller has to close the core.
     *
     * @param administration supplies the grants of tools; empty while it is unavailable
     * @param ticker checks running calls; the core does not close it
     */
    public McpCore(
            ToolExecutor executor,
            Supplier<Optional<ToolAdministration>> administration,
            ServerInfo server,
            Ticker ticker) {
        this.server = server;
        this.ticker = ticker;
        this.catalogue = new ToolCatalogue(executor, administration);
        this.changes = new ListChanges(catalogue, ticker);
        this.calls = new ToolCalls(executor, catalogue, ticker, server);
    }

    /** Returns the catalogue of tools, which transports use to check requests. */
    public ToolCatalogue catalogue() {
        return catalogue;
    }

    /**
     * Sets the prefix that clients see before the names of tools, and notifies subscribed clients.
     */
    public void namePrefix(NamePrefix prefix) {
        catalogue.prefix(prefix);
        toolsChanged();
    }

    /** Handles a request. The response is sent now or later. */
    public void request(Message.Request request, Inquiry inquiry, Outlet outlet) {
        try {
            dispatch(request, inquiry, outlet);
        } catch (RpcException e) {
            outlet.finish(Answer.error(Optional.of(request.id()), e.error()));
        } catch (RuntimeException e) {
            LOG.error("method {} failed", MessageText.quote(request.method()), e);
            outlet.finish(
                    Answer.error(
                            Optional.of(request.id()),
                            RpcError.of(RpcError.INTERNAL_ERROR, "host failed; its log says why")));
        }
    }

    /** Handles a notification. Unknown notifications are ignored. */
    public void notification(Message.Notification notification, RequestScope scope) {
        if (notification.method().equals("notifications/cancelled")) {
            notification.params().id("requestId").ifPresent(scope::cancel);
        }
    }

    /**
     * Subscribes a client to changes of the list of tools, for the era in which clients get these
     * changes without asking for them.
     *
     * @param send sends a message; never blocks
     * @return ends the subscription when run
     */
    public Runnable subscribe(CallerAccess access, Consumer<byte[]> send) {
        ListChanges.Subscriber subscriber =
                new ListChanges.Subscriber() {
                    @Override
                    public CallerAccess access() {
                        return access;
                    }

                    @Override
                    public void listChanged() {
                        send.accept(
                                MessageWriter.notification(
                                        "notifications/tools/list_changed", params -> {}));
                    }
                };
        changes.add(subscriber);
        return () -> changes.remove(subscriber);
    }

    /** Records that some tool may have changed. */
    public void toolsChanged() {
        changes.touched();
    }

    /** The number of clients that are subscribed by {@code subscriptions/listen}. */
    public int listeners() {
        return subscriptions.size();
    }

    /**
     * Runs a task periodically until this core is closed. The thread is shared, so the task must
     * not block.
     */
    public void every(long millis, Runnable task) {
        repetitions.add(ticker.every(millis, task));
    }

    private void dispatch(Message.Request request, Inquiry inquiry, Outlet outlet)
            throws RpcException {
        boolean modern = inquiry.era() == Era.MODERN;
        switch (request.method()) {
            case "tools/list" -> outlet.finish(list(request, inquiry));
            case "tools/call" -> calls.call(request, inquiry, outlet);
            case "server/discover" -> {
                requireMethod(modern, request);
                outlet.finish(discover(request.id()));
            }
            case "subscriptions/listen" -> {
                requireMethod(modern, request);
                listen(request, inquiry, outlet);
            }
            case "initialize" -> {
                requireMethod(!modern, request);
                outlet.finish(initialize(request));
            }
            case "ping" -> {
                requireMethod(!modern, request);
                outlet.finish(Answer.result(MessageWriter.result(request.id(), out -> {})));
            }
            default -> requireMethod(false, request);
        }
    }

    private static void requireMethod(boolean exists, Message.Request request) throws RpcException {
        if (!exists) {
            throw new RpcException(
                    RpcError.METHOD_NOT_FOUND,
                    "unknown method %s".formatted(MessageText.quote(request.method())));
        }
    }

    private Answer discover(RpcId id) {
        return Answer.result(
                MessageWriter.result(
                        id,
                        out -> {
                            server.begin(out, Era.MODERN);
                            out.writeName("supportedVersions");
                            out.writeStartArray();
                            Era.MODERN.versions().forEach(out::writeString);
                            out.writeEndArray();
                            server.writeCapabilities(out);
                            writeCaching(out);
                            server.writeMeta(out, Era.MODERN);
                        }));
    }

    private Answer initialize(Message.Request request) {
        String version = legacyVersion(request.params());
        return Answer.result(
                MessageWriter.result(
                        request.id(),
                        out -> {
                            out.writeStringProperty("protocolVersion", version);
                            server.writeImplementation(out, "serverInfo");
                            server.writeCapabilities(out);
                        }));
    }

    /** Returns the version for the response to {@code initialize}. */
    public static String legacyVersion(Members params) {
        return params.text("protocolVersion")
                .filter(Era.LEGACY.versions()::contains)
                .orElseGet(Era.LEGACY::newest);
    }

    private Answer list(Message.Request request, Inquiry inquiry) throws RpcException {
        Optional<String> cursor = request.params().text("cursor");
        if (request.params().has("cursor") && cursor.isEmpty()) {
            throw new RpcException(RpcError.INVALID_PARAMS, "cursor is not a string");
        }
        ToolCatalogue.Page page = catalogue.page(inquiry.access(), inquiry.era(), cursor);
        return Answer.result(
                MessageWriter.result(
                        request.id(),
                        out -> {
                            server.begin(out, inquiry.era());
                            out.writeName("tools");
                            out.writeStartArray();
                            for (Json tool : page.tools()) {
                                out.writeRawValue(tool.text());
                            }
                            out.writeEndArray();
                            page.nextCursor()
                                    .ifPresent(next -> out.writeStringProperty("nextCursor", next));
                            if (inquiry.era() == Era.MODERN) {
                                writeCaching(out);
                            }
                            server.writeMeta(out, inquiry.era());
                        }));
    }

    private static void writeCaching(JsonGenerator out) {
        out.writeNumberProperty("ttlMs", TTL_MILLIS);
        out.writeStringProperty("cacheScope", "private");
    }

    private void listen(Message.Request request, Inquiry inquiry, Outlet outlet)
            throws RpcException {
        Members wanted =
                request.params()
                        .object("notifications")
                        .orElseThrow(
                                () ->
                                        new RpcException(
                                                RpcError.INVALID_PARAMS,
                                                "member 'notifications' is not an object"));
        Subscription subscription =
                new Subscription(request.id(), inquiry.access(), outlet, server);
        Runnable cancellation = subscription::cancel;
        inquiry.scope().add(request.id(), cancellation);
        subscriptions.add(subscription);
        subscription.onEnd(
                () -> {
                    subscriptions.remove(subscription);
                    changes.remove(subscription);
                    inquiry.scope().remove(request.id(), cancellation);
                });
        boolean listChanges = wanted.isTrue("toolsListChanged");
        if (outlet.startStream()) {
            subscription.acknowledge(listChanges);
            if (listChanges) {
                changes.add(subscription);
            }
        }
        // This must come last: if the client has already disconnected, the callback removes
        // everything that was added above.
        outlet.onGone(subscription::leave);
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::finish);
        repetitions.forEach(Runnable::run);
    }
}
