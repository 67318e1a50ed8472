package org.vexhost.sandbox.binary;

import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.InitialState.Elements;
import org.vexhost.sandbox.binary.InitialState.Use;
import org.vexhost.sandbox.binary.instruction.Cursor;
import org.vexhost.sandbox.binary.instruction.Refusal;
import org.vexhost.sandbox.binary.instruction.ValueType;

/** Scans the element section. */
final class ElementScan {

    private static final byte FUNCREF = (byte) ValueType.FUNCREF.code();

    private final Cursor cursor;
    private final ModuleLimits limits;
    private final ModuleLayout layout;
    private final Expressions expressions;

    ElementScan(Cursor cursor, ModuleLimits limits, ModuleLayout layout, Expressions expressions) {
        this.cursor = cursor;
        this.limits = limits;
        this.layout = layout;
        this.expressions = expressions;
    }

    void scan() throws InvalidModuleException {
        int segments =
                cursor.count("element segments", "maxElementSegments", limits.maxElementSegments());
        long total = 0;
        for (int i = 0; i < segments; i++) {
            int at = cursor.position();
            int flags = (int) Math.min(cursor.u32(), Integer.MAX_VALUE);
            if (flags > 7) {
                throw cursor.fault(Reason.MALFORMED, at, "malformed element segment kind");
            }
            boolean active = (flags & 1) == 0;
            boolean explicit = (flags & 2) != 0;
            boolean written = (flags & 4) != 0;
            int table = -1;
            int offset = 0;
            if (active) {
                table = explicit ? cursor.index("table", layout.tables.size()) : 0;
                if (layout.tables.isEmpty()) {
                    throw cursor.fault(Reason.INVALID, at, "unknown table 0");
                }
                offset = (int) expressions.constant((byte) ValueType.I32.code());
            }
            byte type = active && !explicit ? FUNCREF : type(written);
            if (table >= 0 && layout.tables.get(table).type() != type) {
                throw cursor.fault(Reason.INVALID, at, "type mismatch of element segment");
            }
            int countAt = cursor.position();
            int count = cursor.count("elements", "maxSegmentElements", limits.maxSegmentElements());
            total += count;
            cursor.limit(
                    "elements", "maxSegmentElements", limits.maxSegmentElements(), total, countAt);
            int[] references = new int[count];
            for (int j = 0; j < count; j++) {
                if (written) {
                    references[j] = (int) expressions.constant(type);
                } else {
                    references[j] = cursor.index("function", layout.functionTypes.length);
                    layout.referable[references[j]] = true;
                }
            }
            Use use = active ? Use.ACTIVE : explicit ? Use.DECLARATIVE : Use.PASSIVE;
            layout.initial.add(new Elements(type, use, table, offset, references));
        }
    }

    private byte type(boolean written) throws InvalidModuleException {
        if (written) {
            return Refusal.referenceType(cursor);
        }
        int at = cursor.position();
        if (cursor.u8() != 0) {
            throw cursor.fault(Reason.MALFORMED, at, "malformed element kind");
        }
        return FUNCREF;
    }
}
