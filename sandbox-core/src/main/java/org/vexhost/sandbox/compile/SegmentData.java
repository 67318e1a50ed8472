package org.vexhost.sandbox.compile;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.DataSection;

/**
 * The bytes of a module's data segments, once for all guests of the module; Chicory hands out a
 * copy at each look. Immutable, as long as nobody writes to what it gives.
 */
final class SegmentData {

    private final byte[][] segments;

    private SegmentData(byte[][] segments) {
        this.segments = segments;
    }

    static SegmentData of(WasmModule module) {
        DataSection section = module.dataSection();
        byte[][] segments = new byte[section.dataSegmentCount()][];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = section.getDataSegment(i).data();
        }
        return new SegmentData(segments);
    }

    /** Returns a segment's bytes, not to be written to. */
    byte[] bytes(int segment) {
        return segments[segment];
    }
}
