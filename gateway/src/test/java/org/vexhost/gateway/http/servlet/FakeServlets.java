package org.vexhost.gateway.http.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.http.gate.RequestTarget;

/** A request whose body is there already, and what is answered. */
final class FakeServlets {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Map<String, String> headers = new HashMap<>();
    private int status = 200;

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    String body() {
        return written.toString(StandardCharsets.UTF_8);
    }

    HttpServletRequest request(String method, String path, byte[] body, CallerAccess access) {
        Map<String, Object> attributes =
                Map.of(
                        FrontServlet.ACCESS,
                        access,
                        FrontServlet.TARGET,
                        RequestTarget.of(path, null));
        return proxy(
                HttpServletRequest.class,
                (proxy, called, arguments) ->
                        switch (called.getName()) {
                            case "getMethod" -> method;
                            case "getAttribute" -> attributes.get(String.valueOf(arguments[0]));
                            case "getContentLengthLong" -> (long) body.length;
                            case "getRemoteAddr" -> "127.0.0.1";
                            case "getHeader", "getHeaders" -> null;
                            case "getInputStream" -> new Body(body);
                            default -> throw new UnsupportedOperationException(called.getName());
                        });
    }

    HttpServletResponse response() {
        return proxy(
                HttpServletResponse.class,
                (proxy, called, arguments) -> {
                    switch (called.getName()) {
                        case "setStatus" -> status = (Integer) arguments[0];
                        case "getOutputStream" -> {
                            return new Out(written);
                        }
                        case "setHeader" ->
                                headers.put(
                                        String.valueOf(arguments[0]), String.valueOf(arguments[1]));
                        case "setContentType", "setContentLength" -> {}
                        default -> throw new UnsupportedOperationException(called.getName());
                    }
                    return null;
                });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static final class Body extends ServletInputStream {
        private final ByteArrayInputStream in;

        private Body(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int available() {
            return in.available();
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return in.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
            return in.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("the body is there");
        }
    }

    private static final class Out extends ServletOutputStream {
        private final ByteArrayOutputStream out;

        private Out(ByteArrayOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) {
            out.write(b);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException("answers are small");
        }
    }
}
