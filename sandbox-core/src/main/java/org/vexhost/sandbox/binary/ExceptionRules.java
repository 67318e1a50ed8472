package org.vexhost.sandbox.binary;

import java.util.Arrays;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.instruction.CatchClause;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.ValueType;

/**
 * The validation rules for instructions that throw and catch exceptions, in both forms: {@code
 * try_table} with references, and the older {@code try}. A module may use only one form.
 */
final class ExceptionRules {

    private static final byte EXNREF = (byte) ValueType.EXNREF.code();
    private static final byte[] NONE = {};
    private static final byte[] REFERENCE = {EXNREF};

    private final ModuleLayout layout;
    private final Instruction instruction;
    private final Faults faults;
    private final TypeStack stack;
    private final CompileCost cost;

    /** The form that the module uses. */
    private boolean isOlder;

    private boolean isNewer;

    /** Whether the function has exception references among its operands. */
    private boolean hasReferences;

    /** The number of open handlers of the older form, and its maximum. */
    private int handlers;

    private int maxHandlers;
    private boolean delegates;

    ExceptionRules(
            ModuleLayout layout,
            Instruction instruction,
            Faults faults,
            TypeStack stack,
            CompileCost cost) {
        this.layout = layout;
        this.instruction = instruction;
        this.faults = faults;
        this.stack = stack;
        this.cost = cost;
    }

    /** Begins a function. */
    void clear() {
        hasReferences = false;
        handlers = 0;
        maxHandlers = 0;
        delegates = false;
    }

    /**
     * Returns how many exception references a function may hold at the same time, apart from its
     * locals.
     *
     * @param maxOperands the largest number of its operands at the same time
     */
    int held(int maxOperands) {
        return maxHandlers + (delegates ? 1 : 0) + (hasReferences ? maxOperands : 0);
    }

    /**
     * Checks the catch clauses of a {@code try_table} whose parameters are already off the stack.
     */
    void tryTable() throws InvalidModuleException {
        newer();
        for (CatchClause clause : instruction.catchClauses()) {
            byte[] payload = clause.isAny() ? NONE : payload(clause.tag());
            byte[] passed = payload;
            if (clause.withReference()) {
                hasReferences = true;
                passed = Arrays.copyOf(payload, payload.length + 1);
                passed[payload.length] = EXNREF;
            }
            cost.countTargets(1 + passed.length);
            if (!Arrays.equals(passed, stack.label(label(clause.label())))) {
                throw faults.invalid("type mismatch between a catch clause and its label");
            }
        }
    }

    void step(int op) throws InvalidModuleException {
        switch (op) {
            case Op.THROW -> {
                byte[] payload = payload(instruction.first());
                cost.countPassed(payload.length);
                stack.popAll(payload);
                stack.unreachable();
                layout.hasExceptions = true;
            }
            case Op.THROW_REF -> {
                newer();
                hasReferences = true;
                stack.popAll(REFERENCE);
                stack.unreachable();
            }
            case Op.RETHROW -> {
                older();
                int block = stack.op(label(instruction.first()));
                if (block != Op.CATCH && block != Op.CATCH_ALL) {
                    throw faults.invalid("rethrow is not in the catch that it names");
                }
                stack.unreachable();
            }
            case Op.CATCH -> handler(op, payload(instruction.first()));
            case Op.CATCH_ALL -> handler(op, NONE);
            default -> delegate();
        }
    }

    private void handler(int op, byte[] payload) throws InvalidModuleException {
        if (stack.op() != Op.TRY && stack.op() != Op.CATCH) {
            throw malformed("catch without try");
        }
        byte[] results = stack.results();
        closing();
        stack.close();
        cost.countPassed(payload.length);
        stack.open(op, payload, results);
        handlers++;
        maxHandlers = Math.max(maxHandlers, handlers);
    }

    private void delegate() throws InvalidModuleException {
        if (stack.op() != Op.TRY) {
            throw malformed("delegate without try");
        }
        byte[] results = stack.results();
        stack.close();
        label(instruction.first());
        delegates = true;
        stack.pushAll(results);
    }

    /** Records that the innermost block is about to be closed. */
    void closing() {
        if (stack.op() == Op.CATCH || stack.op() == Op.CATCH_ALL) {
            handlers--;
        }
    }

    /** Records an instruction of the older form. */
    void older() throws InvalidModuleException {
        isOlder = true;
        oneForm();
    }

    private void newer() throws InvalidModuleException {
        isNewer = true;
        oneForm();
    }

    private void oneForm() throws InvalidModuleException {
        layout.hasExceptions = true;
        if (isOlder && isNewer) {
            throw faults.of(
                    Reason.EXCEPTIONS, "module mixes the two forms of exception instructions");
        }
    }

    private int label(long depth) throws InvalidModuleException {
        if (depth >= stack.depth()) {
            throw faults.invalid("unknown label " + depth);
        }
        return (int) depth;
    }

    private byte[] payload(long tag) throws InvalidModuleException {
        if (tag >= layout.tags.size()) {
            throw faults.invalid("unknown tag " + tag);
        }
        return layout.tagType((int) tag).paramCodes();
    }

    private InvalidModuleException malformed(String fact) {
        return faults.of(Reason.MALFORMED, fact);
    }
}
