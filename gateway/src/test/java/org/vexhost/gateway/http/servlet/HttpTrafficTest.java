package org.vexhost.gateway.http.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.Measurement;

@DisplayName("Requests are counted")
class HttpTrafficTest {

    private final StreamLimits streams = new StreamLimits();
    private final HttpTraffic traffic = new HttpTraffic(streams);
    private final List<AsyncListener> listeners = new ArrayList<>();
    private int status = 200;
    private boolean isAsync;

    private Map<String, Double> numbers() {
        Map<String, Double> numbers = new TreeMap<>();
        for (Measurement each : traffic.current()) {
            numbers.put(each.name() + each.labels(), each.value());
        }
        return numbers;
    }

    private void answer(String route, int answered) {
        status = answered;
        traffic.begin(route).returned(request(), response());
    }

    private HttpServletRequest request() {
        AsyncContext context =
                proxy(
                        AsyncContext.class,
                        (proxy, called, arguments) -> {
                            listeners.add((AsyncListener) arguments[0]);
                            return null;
                        });
        return proxy(
                HttpServletRequest.class,
                (proxy, called, arguments) ->
                        called.getName().equals("isAsyncStarted") ? isAsync : context);
    }

    private HttpServletResponse response() {
        return proxy(HttpServletResponse.class, (proxy, called, arguments) -> status);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void byRouteAndStatus() {
        answer("/mcp", 200);
        answer("/mcp", 200);
        answer("/mcp", 401);
        answer(HttpTraffic.NO_ROUTE, 404);
        Map<String, Double> numbers = numbers();
        assertEquals(2.0, numbers.get("http_requests_total{route=/mcp, status=200}"));
        assertEquals(1.0, numbers.get("http_requests_total{route=/mcp, status=401}"));
        assertEquals(1.0, numbers.get("http_requests_total{route=none, status=404}"));
        assertTrue(numbers.containsKey("http_request_seconds_total{route=/mcp}"));
        assertEquals(0.0, numbers.get("http_requests_in_flight{}"));
    }

    @Test
    void whenTheyAreAnsweredLater() throws Exception {
        isAsync = true;
        answer("/mcp", 200);
        assertEquals(1.0, numbers().get("http_requests_in_flight{}"));
        assertEquals(1, listeners.size());
        status = 503;
        listeners.get(0).onError(new AsyncEvent(null, request(), response()));
        assertEquals(1.0, numbers().get("http_requests_in_flight{}"));
        listeners.get(0).onComplete(new AsyncEvent(null, request(), response()));
        assertEquals(0.0, numbers().get("http_requests_in_flight{}"));
        assertEquals(1.0, numbers().get("http_requests_total{route=/mcp, status=503}"));
    }

    @Test
    void withTheStreamsThatAreOpen() {
        Caller caller = Caller.host("test");
        assertTrue(streams.open(caller, 5, 5));
        assertTrue(streams.open(caller, 5, 5));
        assertEquals(2.0, numbers().get("http_streams_open{}"));
        streams.close(caller);
        assertEquals(1.0, numbers().get("http_streams_open{}"));
    }
}
