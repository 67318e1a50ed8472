package org.vexhost.loader.schema;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;

/**
 * One evaluation of a schema, with limits: it stops at a deadline, after a number of steps, or when
 * its thread is interrupted. The validator calls {@link #evaluationPathAddLast} for every keyword
 * that it evaluates. Patterns call {@link #stepCurrent} while they match.
 */
final class BoundedEvaluation extends ExecutionContext {

    /** How many steps one evaluation may take: 20 million. */
    static final long MAX_STEPS = 20_000_000;

    /** How deeply schemas may nest during evaluation: 1,200. */
    static final int MAX_DEPTH = 1_200;

    /**
     * How many steps a quick check without a permit may take: 50,000, which takes a few
     * milliseconds.
     */
    static final long SMALL_STEPS = 50_000;

    private static final int STEPS_PER_LOOK = 32;

    /** Further violations are dropped, because they would not help anyone. */
    private static final int MAX_KEPT_ERRORS = 256;

    private static final ExecutionConfig CONFIG =
            ExecutionConfig.builder()
                    .formatAssertionsEnabled(false)
                    .annotationCollectionEnabled(false)
                    .maxEvaluationDepth(MAX_DEPTH)
                    .build();

    private static final ThreadLocal<@Nullable BoundedEvaluation> CURRENT = new ThreadLocal<>();

    private final Deadline deadline;
    private final long maxSteps;
    private long steps;
    private int untilLook = STEPS_PER_LOOK;

    BoundedEvaluation(Deadline deadline, long maxSteps) {
        super(CONFIG);
        this.deadline = deadline;
        this.maxSteps = maxSteps;
    }

    /** Whether the evaluation stopped because it exceeded its number of steps. */
    boolean isOutOfSteps() {
        return steps > maxSteps;
    }

    /** Thrown to stop an evaluation, however deeply it is nested. */
    static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ArgumentsRefusedException refusal;

        Stop(ArgumentsRefusedException refusal) {
            super(refusal.fact(), refusal, false, false);
            this.refusal = refusal;
        }

        ArgumentsRefusedException refusal() {
            return refusal;
        }
    }

    void begin() {
        CURRENT.set(this);
        look();
    }

    void end() {
        CURRENT.remove();
    }

    /** Counts work for the evaluation that runs on this thread. Does nothing if there is none. */
    static void stepCurrent(int count) {
        BoundedEvaluation current = CURRENT.get();
        if (current != null) {
            current.step(count);
        }
    }

    private void step(int count) {
        steps += count;
        untilLook -= count;
        if (untilLook <= 0) {
            untilLook = STEPS_PER_LOOK;
            look();
        }
    }

    private void look() {
        if (isOutOfSteps()) {
            throw new Stop(tooManySteps(maxSteps));
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new Stop(
                    new ArgumentsRefusedException(
                            ErrorReason.CANCELLED, "were not checked to the end [interrupted]"));
        }
        if (deadline.isExpired()) {
            throw new Stop(
                    new ArgumentsRefusedException(
                            ErrorReason.WALL_CLOCK, "were not checked before the deadline"));
        }
    }

    static ArgumentsRefusedException tooManySteps(long max) {
        return new ArgumentsRefusedException(
                ErrorReason.INPUT_TOO_LARGE,
                "exceed maxSchemaSteps of %d steps".formatted(max),
                new ErrorDetail.LimitExceeded(
                        "maxSchemaSteps", max, "steps", OptionalLong.empty()));
    }

    @Override
    public void evaluationPathAddLast(String keyword) {
        step(1);
        super.evaluationPathAddLast(keyword);
    }

    @Override
    public void evaluationPathAddLast(int index) {
        step(1);
        super.evaluationPathAddLast(index);
    }

    @Override
    public void addError(Error error) {
        if (getErrors().size() < MAX_KEPT_ERRORS) {
            super.addError(error);
        }
    }
}
