package org.vexhost.loader.execute.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.vexhost.api.admin.CallRecord;

/** A ring buffer of one tool's latest calls. Thread-safe; adding a call takes no lock. */
final class CallRing {

    static final int KEPT = 64;

    /** Orders calls from the latest to the oldest. */
    static final Comparator<CallRecord> LATEST_FIRST =
            Comparator.comparingLong(CallRecord::sequence).reversed();

    private final AtomicReferenceArray<CallRecord> records = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong next = new AtomicLong();

    void add(CallRecord call) {
        records.set((int) (next.getAndIncrement() % KEPT), call);
    }

    /** Returns the stored calls, in any order. */
    List<CallRecord> all() {
        List<CallRecord> all = new ArrayList<>(KEPT);
        for (int i = 0; i < KEPT; i++) {
            CallRecord call = records.get(i);
            if (call != null) {
                all.add(call);
            }
        }
        return all;
    }
}
