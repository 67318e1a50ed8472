package org.vexhost.sandbox.guest;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.ValType;

/** A global through which interpreted code accesses a counter that metering added. */
final class CounterGlobal extends GlobalInstance {

    private final FlatMemory memory;
    private final Counter counter;

    /** The kind of a counter. */
    enum Counter {
        FUEL,
        ASK,
        DEPTH
    }

    CounterGlobal(FlatMemory memory, Counter counter) {
        super(0, 0, counter == Counter.ASK ? ValType.I64 : ValType.I32, MutabilityType.Var);
        this.memory = memory;
        this.counter = counter;
    }

    @Override
    public long getValue() {
        return switch (counter) {
            case FUEL -> memory.fuel;
            case ASK -> memory.refill();
            case DEPTH -> memory.depth;
        };
    }

    @Override
    public long getValueLow() {
        return getValue();
    }

    @Override
    public void setValueLow(long value) {
        setValue(value);
    }

    @Override
    public void setValue(long value) {
        switch (counter) {
            case FUEL -> memory.fuel = (int) value;
            case ASK -> memory.ask = value;
            case DEPTH -> memory.depth = (int) value;
        }
    }
}
