package org.vexhost.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.vexhost.http.calls.HttpSession;
import org.vexhost.sandbox.spi.HostFunction;

/** Calls the host functions as a guest would. */
public final class Guest implements AutoCloseable {

    static final long FOREVER = 0xFFFF_FFFFL;

    public final FakeMemory memory = new FakeMemory();
    public final FakeContext context;
    private final HttpModule module;
    private final HttpSession session;

    public Guest(HttpModule module, FakeContext context) {
        this.module = module;
        this.context = context;
        this.session = module.open(context);
    }

    long call(String name, long... arguments) throws InterruptedException {
        HostFunction<HttpSession> function =
                module.functions().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return function.body().call(session, memory, arguments);
    }

    /** What stands for a secret, or the code as text. */
    public String secret(String name) throws InterruptedException {
        byte[] bytes = bytes(name);
        long at = memory.put(bytes);
        long room = memory.room(64);
        int length = (int) call("secret", at, bytes.length, room, 64);
        return length < 0 ? Integer.toString(length) : memory.text(room, length);
    }

    /** Begins a request; returns its handle or a code. */
    public int start(String method, String url, String header, String body, long millis)
            throws InterruptedException {
        byte[][] parts = {bytes(method), bytes(url), bytes(header), bytes(body)};
        long[] arguments = new long[9];
        for (int i = 0; i < parts.length; i++) {
            arguments[2 * i] = memory.put(parts[i]);
            arguments[2 * i + 1] = parts[i].length;
        }
        arguments[8] = millis;
        return (int) call("http_start", arguments);
    }

    public int get(String url) throws InterruptedException {
        return start("GET", url, "", "", FOREVER);
    }

    /** Waits for the status, or a code. */
    public int await(int handle) throws InterruptedException {
        return (int) call("http_wait", handle, FOREVER);
    }

    /** Begins a request and waits for the status, or a code. */
    public int status(String url) throws InterruptedException {
        int handle = get(url);
        return handle < 0 ? handle : await(handle);
    }

    /** Reads the whole body, or returns the code as text. */
    public String body(int handle) throws InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        long room = memory.room(4096);
        while (true) {
            int count = (int) call("http_read", handle, room, 4096);
            if (count < 0) {
                return Integer.toString(count);
            }
            if (count == 0) {
                return all.toString(StandardCharsets.ISO_8859_1);
            }
            all.writeBytes(bytes(memory.text(room, count)));
        }
    }

    public String header(int handle) throws InterruptedException {
        return read("http_header", handle);
    }

    /** Why the last operation failed. */
    public String error(int handle) throws InterruptedException {
        return read("http_error", handle);
    }

    private String read(String function, int handle) throws InterruptedException {
        int length = (int) call(function, handle, 0, 0);
        if (length < 0) {
            return Integer.toString(length);
        }
        long room = memory.room(length);
        call(function, handle, room, length);
        return memory.text(room, length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        session.close();
    }
}
