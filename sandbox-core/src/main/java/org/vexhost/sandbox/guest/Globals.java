package org.vexhost.sandbox.guest;

import com.dylibso.chicory.runtime.GlobalFactory;
import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;
import org.vexhost.sandbox.guest.CounterGlobal.Counter;

/**
 * Creates the globals of one guest in order: first the guest's own, then the counters that metering
 * added.
 */
final class Globals implements GlobalFactory {

    private static final List<Counter> COUNTERS = List.of(Counter.FUEL, Counter.ASK, Counter.DEPTH);

    private final FlatMemory memory;
    private final int guestGlobals;
    private int next;

    Globals(FlatMemory memory, int guestGlobals) {
        this.memory = memory;
        this.guestGlobals = guestGlobals;
    }

    @Override
    public GlobalInstance create(
            long value, long highValue, ValType type, MutabilityType mutability) {
        int index = next++;
        return index < guestGlobals
                ? new SlotGlobal(memory, index, value, type, mutability)
                : new CounterGlobal(memory, COUNTERS.get(index - guestGlobals));
    }
}
