package org.vexhost.http.exchange;

import java.util.HashMap;
import java.util.Map;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;

/** Counts open requests, per tool and in total, and enforces the limits on both. Thread-safe. */
final class InFlight {

    private final HttpLimits limits;
    private final Map<String, Integer> byTool = new HashMap<>();
    private int all;

    InFlight(HttpLimits limits) {
        this.limits = limits;
    }

    /** Counts a request as open. {@link #leave} must be called once when the request ends. */
    synchronized void enter(String tool) throws HttpException {
        int ofTool = byTool.getOrDefault(tool, 0);
        if (ofTool >= limits.atOnceOfTool()) {
            throw new HttpException(
                    HttpError.LIMIT,
                    "tool has %d requests open, which is its limit".formatted(ofTool));
        }
        if (all >= limits.atOnce()) {
            throw new HttpException(
                    HttpError.LIMIT,
                    "host has %d requests open, which is its limit".formatted(all));
        }
        byTool.put(tool, ofTool + 1);
        all++;
    }

    synchronized void leave(String tool) {
        byTool.computeIfPresent(tool, (name, count) -> count == 1 ? null : count - 1);
        all--;
    }

    synchronized int count() {
        return all;
    }
}
