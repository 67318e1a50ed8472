package org.vexhost.sandbox.guest;

import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import java.util.BitSet;

/** Which data segments of one guest are dropped. */
final class DroppedData {

    private final BitSet dropped;

    /**
     * Chicory's data segments, or none. Its interpreter replaces dropped ones by the empty segment.
     */
    private final DataSegment[] declared;

    /**
     * Creates the state of a new guest.
     *
     * @param dropped the indexes of the segments that are dropped already; not copied
     * @param declared Chicory's data segments, or none; not copied
     */
    DroppedData(BitSet dropped, DataSegment[] declared) {
        this.dropped = dropped;
        this.declared = declared;
    }

    void add(int segment) {
        dropped.set(segment);
    }

    boolean contains(int segment) {
        boolean isChicorys = segment < declared.length;
        return dropped.get(segment)
                || (isChicorys && declared[segment].equals(PassiveDataSegment.EMPTY));
    }

    /** Returns a copy of the indexes. */
    BitSet indexes() {
        BitSet all = (BitSet) dropped.clone();
        for (int i = 0; i < declared.length; i++) {
            if (contains(i)) {
                all.set(i);
            }
        }
        return all;
    }
}
