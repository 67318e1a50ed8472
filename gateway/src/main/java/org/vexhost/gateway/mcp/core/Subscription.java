package org.vexhost.gateway.mcp.core;

import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.mcp.message.MessageWriter;
import org.vexhost.gateway.mcp.message.RpcId;
import org.vexhost.gateway.mcp.tool.Era;
import tools.jackson.core.JsonGenerator;

/** A request {@code subscriptions/listen}: its response stays open while the client listens. */
final class Subscription implements ListChanges.Subscriber {

    private static final String META = "io.modelcontextprotocol/subscriptionId";

    private final RpcId id;
    private final CallerAccess access;
    private final Outlet outlet;
    private final ServerInfo server;
    private Runnable ended = () -> {};
    private boolean hasEnded;

    Subscription(RpcId id, CallerAccess access, Outlet outlet, ServerInfo server) {
        this.id = id;
        this.access = access;
        this.outlet = outlet;
        this.server = server;
    }

    @Override
    public CallerAccess access() {
        return access;
    }

    /** Sets the callback that runs once when this subscription has ended for any reason. */
    void onEnd(Runnable callback) {
        ended = callback;
    }

    /** Sends the first message: the kinds of notifications that the client will receive. */
    synchronized void acknowledge(boolean listChanges) {
        if (!hasEnded) {
            outlet.send(
                    MessageWriter.notification(
                            "notifications/subscriptions/acknowledged",
                            params -> {
                                writeMeta(params);
                                MessageWriter.object(
                                        params,
                                        "notifications",
                                        kinds -> {
                                            if (listChanges) {
                                                kinds.writeBooleanProperty(
                                                        "toolsListChanged", true);
                                            }
                                        });
                            }));
        }
    }

    @Override
    public synchronized void listChanged() {
        if (!hasEnded) {
            outlet.send(
                    MessageWriter.notification(
                            "notifications/tools/list_changed", this::writeMeta));
        }
    }

    /** Called when the client has cancelled the subscription. */
    void cancel() {
        if (end()) {
            outlet.abandon();
        }
    }

    /** Called when the client has disconnected. */
    void leave() {
        boolean ignored = end();
    }

    /** Called when the host stops. */
    void finish() {
        if (end()) {
            outlet.finish(
                    Answer.result(
                            MessageWriter.result(
                                    id,
                                    out -> {
                                        server.begin(out, Era.MODERN);
                                        MessageWriter.object(
                                                out,
                                                "_meta",
                                                meta -> {
                                                    writeId(meta);
                                                    server.writeInfo(meta, Era.MODERN);
                                                });
                                    })));
        }
    }

    private void writeMeta(JsonGenerator out) {
        MessageWriter.object(out, "_meta", this::writeId);
    }

    private void writeId(JsonGenerator out) {
        out.writeName(META);
        MessageWriter.write(out, id);
    }

    private boolean end() {
        synchronized (this) {
            if (hasEnded) {
                return false;
            }
            hasEnded = true;
        }
        ended.run();
        return true;
    }
}
