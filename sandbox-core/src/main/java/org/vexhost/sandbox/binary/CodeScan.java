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
    private final byte[] locals;
    private int localCount;
    private int vectors;
    private long totalLocals;

    CodeScan(Cursor cursor, ModuleLimits limits, ModuleLayout layout) {
        this.cursor = cursor;
        this.limits = limits;
        this.layout = layout;
        this.allowedCost = CompileCost.allowed(limits, layout.bytes().length);
        this.locals = new byte[Math.max(limits.maxLocals(), limits.maxParams())];
    }

    void scan() throws InvalidModuleException {
        int at = cursor.position();
        int sectionEnd = cursor.end();
        int count = cursor.count("functions", "maxFunctions", limits.maxFunctions());
        if (count != layout.definedFunctions) {
            throw cursor.fault(
                    Reason.MALFORMED, at, "function and code section have inconsistent lengths");
        }
        layout.bodies = new ModuleLayout.Body[count];
        var validator = new FunctionValidator(cursor, limits, layout);
        checkCost(at);
        int imported = layout.imports.size();
        for (int i = 0; i < count; i++) {
            cursor.inFunction(imported + i);
            int sizeAt = cursor.position();
            long size = cursor.u32();
            cursor.limit(
                    "function body", "maxFunctionBytes", limits.maxFunctionBytes(), size, sizeAt);
            int from = cursor.position();
            if (size > sectionEnd - from) {
                throw cursor.fault(Reason.MALFORMED, sizeAt, "function body ends unexpectedly");
            }
            int to = from + (int) size;
            cursor.select(from, to);
            FuncType type = layout.functionType(imported + i);
            locals(type);
            int code = cursor.position();
            validator.validate(imported + i, locals, localCount);
            if (!cursor.atEnd()) {
                throw cursor.malformed("code after the end of the function");
            }
            layout.bodies[i] =
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
            layout.codeBytes += (int) size;
            layout.compileCost += validator.cost();
            checkCost(from);
            cursor.select(to, sectionEnd);
        }
        cursor.inFunction(-1);
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
