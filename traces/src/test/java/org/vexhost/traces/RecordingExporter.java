package org.vexhost.traces;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps spans in memory. What it answers, a test says. */
final class RecordingExporter implements SpanExporter {

    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final List<SpanData> spans = new CopyOnWriteArrayList<>();
    private volatile CompletableResultCode answer = CompletableResultCode.ofSuccess();
    private volatile boolean isShutDown;

    void answers(CompletableResultCode result) {
        answer = result;
    }

    List<SpanData> spans() {
        return spans;
    }

    /** The sizes of all batches. */
    List<Integer> batches() {
        return batches;
    }

    boolean isShutDown() {
        return isShutDown;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> batch) {
        spans.addAll(batch);
        batches.add(batch.size());
        return answer;
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        isShutDown = true;
        return CompletableResultCode.ofSuccess();
    }
}
