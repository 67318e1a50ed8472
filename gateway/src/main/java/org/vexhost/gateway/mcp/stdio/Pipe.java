package org.vexhost.gateway.mcp.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.mcp.core.Answer;
import org.vexhost.gateway.mcp.core.Envelope;
import org.vexhost.gateway.mcp.core.Inquiry;
import org.vexhost.gateway.mcp.core.McpCore;
import org.vexhost.gateway.mcp.core.Outlet;
import org.vexhost.gateway.mcp.core.RequestScope;
import org.vexhost.gateway.mcp.message.Message;
import org.vexhost.gateway.mcp.message.MessageReader;
import org.vexhost.gateway.mcp.message.RpcException;
import org.vexhost.gateway.mcp.tool.Era;

/** Serves one client over an input and an output stream. One thread reads. */
final class Pipe {

    /** The maximum size of a message from a client: 16 MiB. */
    static final int MAX_MESSAGE_BYTES = 16 << 20;

    private static final String TRANSPORT = "pipe";
    private static final long POLL_MILLIS = 5;

    private final McpCore core;
    private final CallerAccess access;
    private final LineWriter writer;
    private final RequestScope scope = new RequestScope();
    private final Outlet outlet = new PipeOutlet();

    /** The version that client and host agreed on by {@code initialize}; empty before that. */
    private Optional<String> legacyVersion = Optional.empty();

    private Runnable unsubscribe = () -> {};
    private boolean isSubscribed;

    Pipe(McpCore core, CallerAccess access, LineWriter writer) {
        this.core = core;
        this.access = access;
        this.writer = writer;
    }

    /** Serves until the input ends. */
    void read(InputStream in) throws IOException {
        MessageLines lines = new MessageLines(in, MAX_MESSAGE_BYTES);
        for (Optional<byte[]> line = next(lines);
                line.isPresent() && !access.isEnded();
                line = next(lines)) {
            if (!isBlank(line.get())) {
                take(line.get());
            }
        }
    }

    /** Waits until all requests have a response, or until the time has elapsed. */
    void awaitAnswers(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        // The client sends no more requests. After all responses, only subscriptions can keep the
        // scope busy.
        while (scope.isBusy() && !access.isEnded() && System.nanoTime() < end) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Ends the subscription and cancels all requests, because the client has disconnected. */
    void close() {
        unsubscribe.run();
        scope.cancelAll();
    }

    private Optional<byte[]> next(MessageLines lines) throws IOException {
        while (true) {
            try {
                return lines.next();
            } catch (RpcException e) {
                refuse(e);
            }
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte each : line) {
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }

    private void take(byte[] line) {
        try {
            Message message = MessageReader.read(line);
            if (message instanceof Message.Request request) {
                request(request);
            } else if (message instanceof Message.Notification notification) {
                notification(notification);
            }
        } catch (RpcException e) {
            refuse(e);
        }
    }

    private void refuse(RpcException e) {
        writer.send(Answer.error(e.id(), e.error()).message());
    }

    private void request(Message.Request request) throws RpcException {
        try {
            core.request(request, inquiry(request), outlet);
        } catch (RpcException e) {
            throw new RpcException(Optional.of(request.id()), e.error());
        }
    }

    private Inquiry inquiry(Message.Request request) throws RpcException {
        if (!Envelope.isModern(request.params())) {
            if (request.method().equals("initialize")) {
                legacyVersion = Optional.of(McpCore.legacyVersion(request.params()));
            }
            if (legacyVersion.isPresent()) {
                return inquiry(request, Era.LEGACY, legacyVersion.get());
            }
        }
        Envelope.requireComplete(request.params());
        Envelope.requireKnownVersion(request.params());
        return inquiry(request, Era.MODERN, Envelope.version(request.params()).orElse(""));
    }

    private Inquiry inquiry(Message.Request request, Era era, String version) {
        return new Inquiry(
                era,
                version,
                access,
                scope,
                Envelope.attributes(request.params(), Map.of(), version, TRANSPORT));
    }

    private void notification(Message.Notification notification) {
        if (notification.method().equals("notifications/initialized")
                && legacyVersion.isPresent()
                && !isSubscribed) {
            isSubscribed = true;
            unsubscribe = core.subscribe(access, writer::send);
        }
        core.notification(notification, scope);
    }

    /** Sends the messages about every request of the client through the same writer. */
    private final class PipeOutlet implements Outlet {

        @Override
        public void finish(Answer answer) {
            writer.send(answer.message());
        }

        @Override
        public boolean startStream() {
            return true;
        }

        @Override
        public void send(byte[] message) {
            writer.send(message);
        }

        @Override
        public void abandon() {
            // No further message about the request is sent.
        }

        @Override
        public void onGone(Runnable callback) {
            // The scope cancels all requests when the pipe closes.
        }
    }
}
