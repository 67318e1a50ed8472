package org.vexhost.sandbox.compile;

import static com.dylibso.chicory.runtime.ConstantEvaluators.computeConstantValue;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ActiveElement;
import com.dylibso.chicory.wasm.types.DataSection;
import java.util.Arrays;
import java.util.List;

/**
 * What a module's segments hold, once for all guests of the module: the bytes of data, of which
 * Chicory hands out a copy at each look, and the empty elements, of which it takes any offset
 * beyond 2,147,483,647. Immutable, as long as nobody writes to what it gives.
 */
final class SegmentData {

    private final byte[][] segments;
    private final List<ActiveElement> emptyElements;

    private SegmentData(byte[][] segments, List<ActiveElement> emptyElements) {
        this.segments = segments;
        this.emptyElements = emptyElements;
    }

    static SegmentData of(WasmModule module) {
        DataSection section = module.dataSection();
        byte[][] segments = new byte[section.dataSegmentCount()][];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = section.getDataSegment(i).data();
        }
        List<ActiveElement> empty =
                Arrays.stream(module.elementSection().elements())
                        .filter(ActiveElement.class::isInstance)
                        .map(ActiveElement.class::cast)
                        .filter(element -> element.initializers().isEmpty())
                        .toList();
        return new SegmentData(segments, empty);
    }

    /**
     * Checks where elements go that hold nothing.
     *
     * @throws GuestTrapException when that is outside of their table
     */
    void checkEmptyElements(Instance instance) {
        for (ActiveElement element : emptyElements) {
            int offset = (int) computeConstantValue(instance, element.offset())[0];
            ((GuestTable) instance.table(element.tableIndex())).checkRange(offset, 0);
        }
    }

    /** Returns a segment's bytes, not to be written to. */
    byte[] bytes(int segment) {
        return segments[segment];
    }
}
