package org.vexhost.sandbox.guest;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;

/**
 * A global whose value is in the memory object. Generated code accesses the value there directly,
 * without this object.
 */
final class SlotGlobal extends GlobalInstance {

    private final FlatMemory memory;
    private final int index;

    SlotGlobal(FlatMemory memory, int index, long value, ValType type, MutabilityType mutability) {
        super(value, 0, type, mutability);
        this.memory = memory;
        this.index = index;
        memory.setGlobal(index, value);
    }

    @Override
    public long getValue() {
        return memory.global(index);
    }

    @Override
    public long getValueLow() {
        return memory.global(index);
    }

    @Override
    public void setValue(Value value) {
        memory.setGlobal(index, value.raw());
    }

    @Override
    public void setValue(long value) {
        memory.setGlobal(index, value);
    }

    @Override
    public void setValueLow(long value) {
        memory.setGlobal(index, value);
    }
}
