package org.vexhost.sandbox.binary;

import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.instruction.Cursor;
import org.vexhost.sandbox.binary.instruction.Refusal;
import org.vexhost.sandbox.binary.instruction.ValueType;

/** Scans the code section: function bodies, their locals, and the cost of compiling them. */
final class CodeScan {

    private final Cursor cursor;
    private final ModuleLimits limits;
    private final ModuleLayout layout;
    private final long allowedCost;
    private byte[] locals = {};
    private int localCount;
    private int vectors;
    private long totalLocals;

    CodeScan(Cursor cursor, ModuleLimits limits, ModuleLayout layout) {
        this.cursor = cursor;
        this.limits = limits;
        this.layout = layout;
        this.allowedCost = CompileCost.allowed(limits, layout.bytes().length);
    }

    /** Validates the section. */
    void scan() throws InvalidModuleException {
        int at = cursor.position();
        int sectionEnd = cursor.end();
        int count = begin();
        ModuleLayout.Body[] bodies = new ModuleLayout.Body[count];
        locals = new byte[Math.max(limits.maxLocals(), limits.maxParams())];
        var validator = new FunctionValidator(cursor, limits, layout);
        checkCost(at);
        int imported = layout.imports.size();
        for (int i = 0; i < count; i++) {
            cursor.inFunction(imported + i);
            int size = bodySize(i);
            int from = cursor.position();
            int to = from + size;
            cursor.select(from, to);
            FuncType type = layout.functionType(imported + i);
            locals(type);
            int code = cursor.position();
            validator.validate(imported + i, locals, localCount);
            if (!cursor.atEnd()) {
                throw cursor.malformed("code after the end of the function");
            }
            bodies[i] =
                    new ModuleLayout.Body(
                            from,
                            code,
                            to,
                            localCount,
                            validator.maxOperands(),
                            validator.jvmBytes(),
                            validator.calls(),
                            validator.mayGrow(),
                            validator.handsOn(),
                            validator.repeats(),
                            vectorUnits(validator),
                            validator.exceptions());
            layout.codeBytes += size;
            layout.growsMemory |= validator.mayGrow();
            layout.compileCost += validator.cost();
            checkCost(from);
            cursor.select(to, sectionEnd);
        }
        cursor.inFunction(-1);
        layout.bodies = bodies;
    }

    /** Skips the section, which was validated before. */
    void skip(CodeFacts facts) throws InvalidModuleException {
        int count = begin();
        for (int i = 0; i < count; i++) {
            cursor.skip(bodySize(i));
        }
        layout.bodies = null;
        layout.codeBytes = facts.codeBytes();
        layout.compileCost = facts.compileCost();
        layout.growsMemory |= facts.growsMemory();
        layout.hasTailCalls |= facts.hasTailCalls();
        layout.hasVectors |= facts.hasVectors();
        layout.hasAtomics |= facts.hasAtomics();
        layout.hasExceptions |= facts.hasExceptions();
    }

    private int begin() throws InvalidModuleException {
        int at = cursor.position();
        int count = cursor.count("functions", "maxFunctions", limits.maxFunctions());
        if (count != layout.definedFunctions) {
            throw cursor.fault(
                    Reason.MALFORMED, at, "function and code section have inconsistent lengths");
        }
        layout.bodyOffsets = new int[count];
        return count;
    }

    /** Reads the size of a body, and notes where the body begins. */
    private int bodySize(int defined) throws InvalidModuleException {
        int at = cursor.position();
        long size = cursor.u32();
        cursor.limit("function body", "maxFunctionBytes", limits.maxFunctionBytes(), size, at);
        int from = cursor.position();
        if (size > cursor.end() - from) {
            throw cursor.fault(Reason.MALFORMED, at, "function body ends unexpectedly");
        }
        layout.bodyOffsets[defined] = from;
        return (int) size;
    }

    private void checkCost(int offset) throws InvalidModuleException {
        if (layout.compileCost > allowedCost) {
            throw cursor.fault(
                    Reason.TOO_COSTLY, offset, "code exceeds maxCompileCost of " + allowedCost);
        }
    }

    private void locals(FuncType type) throws InvalidModuleException {
        localCount = type.paramCount();
        vectors = 0;
        for (int i = 0; i < localCount; i++) {
            locals[i] = type.param(i);
            vectors += isVector(locals[i]) ? 1 : 0;
        }
        int at = cursor.position();
        int groups = cursor.count("groups of locals", "maxLocals", limits.maxLocals());
        for (int i = 0; i < groups; i++) {
            int groupAt = cursor.position();
            long more = cursor.u32();
            // A vector takes the place of two locals.
            long taken = (long) localCount + vectors;
            cursor.limit("locals", "maxLocals", limits.maxLocals(), taken + more, groupAt);
            byte local = Refusal.valueType(cursor);
            if (isVector(local)) {
                layout.hasVectors = true;
                vectors += (int) more;
                cursor.limit("locals", "maxLocals", limits.maxLocals(), taken + 2 * more, groupAt);
            }
            for (int j = 0; j < more; j++) {
                locals[localCount++] = local;
            }
        }
        totalLocals += localCount + vectors;
        cursor.limit("locals", "maxTotalLocals", limits.maxTotalLocals(), totalLocals, at);
    }

    private static boolean isVector(byte type) {
        return type == (byte) ValueType.V128.code();
    }

    /** Returns the additional units of call depth that a function takes because of its vectors. */
    private int vectorUnits(FunctionValidator validator) {
        boolean hasAny = vectors > 0 || validator.usesVectors();
        return hasAny ? vectors + validator.maxOperands() : 0;
    }
}
