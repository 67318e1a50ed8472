package org.vexhost.loader.execute;

import java.time.Duration;
import java.util.Optional;
import org.vexhost.api.Deadline;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolException;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.schema.ArgumentsRefusedException;
import org.vexhost.loader.schema.ToolSchema;

/**
 * Checks arguments against the size limit and the schema before a call takes a permit. Also checks
 * results against the schema after the call has run.
 */
final class ArgumentCheck {

    /** A check that needs more heap than this needs a permit: 2 MiB. */
    private static final long SMALL_BYTES = 2L << 20;

    /** The suffix of the queue in which a tool's large checks wait; no tool name can contain it. */
    private static final String QUEUE = " arguments";

    private static final Duration LEAST_TIME = Duration.ofSeconds(1);

    private final AdmissionControl admission;

    ArgumentCheck(AdmissionControl admission) {
        this.admission = admission;
    }

    void check(ServedTool served, ToolCall call) throws ToolException, InterruptedException {
        String tool = served.definition().name();
        Json arguments = call.arguments();
        int maxBytes = served.limits().maxInputBytes();
        if (arguments.sizeBytes() > maxBytes) {
            throw CallErrors.inputTooLarge(tool, maxBytes, arguments.sizeBytes()).toException();
        }
        ToolSchema schema = served.schemas().arguments();
        Deadline deadline = Deadline.after(longest(served)).earlier(call.deadline());
        try {
            long heapBytes = schema.heapBytes(arguments);
            if (heapBytes > SMALL_BYTES || !schema.checkQuickly(arguments, deadline)) {
                checkWithPlace(tool, schema, call, heapBytes, deadline);
            }
        } catch (ArgumentsRefusedException e) {
            throw CallErrors.arguments(tool, e.reason(), e.fact(), e.detail()).toException();
        }
    }

    /** Returns the time limit of a check: the timeout of a call, but at least one second. */
    static Duration longest(ServedTool served) {
        Duration timeout = served.limits().timeout();
        return timeout.compareTo(LEAST_TIME) > 0 ? timeout : LEAST_TIME;
    }

    private void checkWithPlace(
            String tool, ToolSchema schema, ToolCall call, long heapBytes, Deadline deadline)
            throws ToolException, ArgumentsRefusedException, InterruptedException {
        Permit permit = admission.enter(tool, tool + QUEUE, heapBytes, call.deadline());
        try {
            schema.check(call.arguments(), deadline);
        } finally {
            permit.close();
        }
    }

    /**
     * Checks a result against the tool's output schema, if there is one. A module's call holds its
     * permit during the check. The permit covers the memory of the check, because the guest no
     * longer needs its own.
     */
    void checkResult(ServedTool served, Json output, Deadline deadline) throws ToolException {
        Optional<ToolSchema> schema = served.schemas().output();
        if (schema.isEmpty()) {
            return;
        }
        try {
            long ignored = schema.get().heapBytes(output);
            schema.get().check(output, deadline);
        } catch (ArgumentsRefusedException e) {
            String tool = served.definition().name();
            throw CallErrors.result(tool, e.reason(), e.fact(), e.detail()).toException();
        }
    }
}
