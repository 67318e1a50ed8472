package org.vexhost.sandbox.binary;

import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.instruction.Cursor;
import org.vexhost.sandbox.binary.instruction.ValueType;

/** Scans the tag section. */
final class TagScan {

    private final Cursor cursor;
    private final ModuleLimits limits;
    private final ModuleLayout layout;

    TagScan(Cursor cursor, ModuleLimits limits, ModuleLayout layout) {
        this.cursor = cursor;
        this.limits = limits;
        this.layout = layout;
    }

    void scan() throws InvalidModuleException {
        int count = cursor.count("tags", "maxTypes", limits.maxTypes());
        for (int i = 0; i < count; i++) {
            int at = cursor.position();
            if (cursor.u8() != 0) {
                throw cursor.fault(Reason.MALFORMED, at, "malformed tag attribute");
            }
            int type = cursor.index("type", layout.types.size());
            check(layout.types.get(type), at);
            layout.tags.add(type);
            layout.hasExceptions = true;
        }
    }

    private void check(FuncType type, int at) throws InvalidModuleException {
        if (type.resultCount() > 0) {
            throw cursor.fault(Reason.INVALID, at, "non-empty tag result type");
        }
        for (int i = 0; i < type.paramCount(); i++) {
            if (type.param(i) == ValueType.EXNREF.code()) {
                throw cursor.fault(
                        Reason.EXCEPTIONS, at, "exnref in the payload of a tag is not supported");
            }
        }
    }
}
