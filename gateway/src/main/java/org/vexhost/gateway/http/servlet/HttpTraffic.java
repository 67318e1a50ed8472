package org.vexhost.gateway.http.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.vexhost.api.admin.Measurement;
import org.vexhost.api.admin.Measurement.Kind;
import org.vexhost.api.admin.Measurements;

/**
 * Counts requests by route and status. Requests to paths without a route are counted under one
 * name, so that clients cannot create metric series by inventing paths. Thread-safe.
 */
public final class HttpTraffic implements Measurements {

    /** The name under which requests to paths without a route are counted. */
    static final String NO_ROUTE = "none";

    private static final double NANOS_PER_SECOND = 1_000_000_000;

    private final Map<Answered, LongAdder> answered = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> nanos = new ConcurrentHashMap<>();
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final StreamLimits streams;

    private record Answered(String route, int status) {}

    /**
     * Creates counters that start at 0.
     *
     * @param streams supplies the number of open streams
     */
    public HttpTraffic(StreamLimits streams) {
        this.streams = streams;
    }

    /** A request that is being handled. */
    final class Request implements AsyncListener {
        private final String route;
        private final long start = System.nanoTime();

        private Request(String route) {
            this.route = route;
            begun.increment();
        }

        /**
         * Called when the container's thread has finished. An asynchronous request ends when its
         * response ends.
         */
        void returned(HttpServletRequest request, HttpServletResponse response) {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(this, request, response);
            } else {
                end(response.getStatus());
            }
        }

        private void end(int status) {
            ended.increment();
            answered.computeIfAbsent(new Answered(route, status), each -> new LongAdder())
                    .increment();
            nanos.computeIfAbsent(route, each -> new LongAdder()).add(System.nanoTime() - start);
        }

        @Override
        public void onComplete(AsyncEvent event) {
            end(
                    event.getSuppliedResponse() instanceof HttpServletResponse response
                            ? response.getStatus()
                            : 0);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // onComplete follows.
        }

        @Override
        public void onError(AsyncEvent event) {
            // onComplete follows.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }

    /**
     * Begins to count a request that has arrived.
     *
     * @param route the path of the request's route, or {@link #NO_ROUTE}
     */
    Request begin(String route) {
        return new Request(route);
    }

    @Override
    public List<Measurement> current() {
        List<Measurement> all = new ArrayList<>();
        long done = ended.sum();
        all.add(
                gauge(
                        "http_requests_in_flight",
                        "Requests that are not answered yet, streams included.",
                        Math.max(0, begun.sum() - done)));
        all.add(
                gauge(
                        "http_streams_open",
                        "Streams of server-sent events that are open.",
                        streams.open()));
        answered.forEach(
                (key, count) ->
                        all.add(
                                new Measurement(
                                        "http_requests_total",
                                        "Requests that were answered, by route and status.",
                                        Kind.COUNTER,
                                        Map.of(
                                                "route",
                                                key.route(),
                                                "status",
                                                Integer.toString(key.status())),
                                        (double) count.sum())));
        nanos.forEach(
                (route, sum) ->
                        all.add(
                                new Measurement(
                                        "http_request_seconds_total",
                                        "Time from requests to the end of their answers.",
                                        Kind.COUNTER,
                                        Map.of("route", route),
                                        sum.sum() / NANOS_PER_SECOND)));
        return all;
    }

    private static Measurement gauge(String name, String help, long value) {
        return new Measurement(name, help, Kind.GAUGE, Map.of(), (double) value);
    }
}
