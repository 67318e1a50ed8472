package org.vexhost.sandbox.guest;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table of one guest. Growing it never changes the module's table, which provides only the
 * declared limits. All tables of a guest share one limit on the number of elements. Public for
 * generated classes.
 */
public final class GuestTable extends TableInstance {

    private static final int MAX_ELEMENTS = 10_000_000;

    static final GuestTable EMPTY =
            new GuestTable(
                    new Table(ValType.FuncRef, new TableLimits(0, 0)),
                    Value.REF_NULL_VALUE,
                    new Budget(0));

    private final TableLimits declared;
    private final Budget budget;

    /** The elements. The array may be longer than the table. */
    private int[] refs;

    private int size;
    private @Nullable Instance owner;

    /** The number of elements by which the tables of one guest may still grow together. */
    static final class Budget {
        private int left;

        Budget(int maxElements) {
            this.left = maxElements;
        }

        boolean take(int elements) {
            if (elements > left) {
                return false;
            }
            left -= elements;
            return true;
        }
    }

    GuestTable(Table table, int initialValue, Budget budget) {
        super(new Table(table.elementType(), new TableLimits(0, 0)), Value.REF_NULL_VALUE);
        this.declared = new TableLimits(table.limits().min(), table.limits().max());
        this.budget = budget;
        int elements = (int) declared.min();
        if (!budget.take(elements)) {
            throw new IllegalArgumentException(
                    "tables exceed maxTableElements [requested " + elements + "]");
        }
        this.refs = new int[elements];
        this.size = elements;
        if (initialValue != 0) {
            Arrays.fill(refs, initialValue);
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public TableLimits limits() {
        return declared;
    }

    @Override
    public int grow(int count, int value, Instance instance) {
        int before = size;
        int max = (int) Math.min(declared.max(), MAX_ELEMENTS);
        if (count < 0 || count > max - before || !budget.take(count)) {
            return -1;
        }
        if (count > refs.length - before) {
            refs = Arrays.copyOf(refs, capacity(before + count, max));
        }
        Arrays.fill(refs, before, before + count, value);
        size = before + count;
        return before;
    }

    /**
     * Returns the new length of the array. It is larger by at least half. If a guest adds elements
     * one by one, each element is therefore copied only a few times. It never exceeds the maximum
     * size of the table.
     */
    private int capacity(int needed, int max) {
        long spare = Math.min(refs.length / 2, (long) budget.left);
        return (int) Math.min(max, Math.max(needed, refs.length + spare));
    }

    @Override
    public int ref(int index) {
        checkRange(index, 1);
        return refs[index];
    }

    @Override
    public int requiredRef(int index) {
        if (index < 0 || index >= size) {
            throw new GuestTrapException(TrapKind.UNDEFINED_ELEMENT, null);
        }
        int ref = refs[index];
        if (ref == Value.REF_NULL_VALUE) {
            throw new GuestTrapException(TrapKind.UNINITIALIZED_ELEMENT, null);
        }
        return ref;
    }

    @Override
    public void setRef(int index, int value, Instance instance) {
        checkRange(index, 1);
        refs[index] = value;
    }

    /** Returns the elements. */
    int[] elements() {
        return Arrays.copyOf(refs, size);
    }

    /**
     * Replaces the elements. The array is not copied, and its length may differ from that of the
     * table.
     *
     * @throws IllegalArgumentException if the guest's tables would exceed their common limit
     */
    void restore(int[] elements) {
        if (!budget.take(elements.length - size)) {
            throw new IllegalArgumentException(
                    "tables exceed maxTableElements [requested " + elements.length + "]");
        }
        refs = elements;
        size = elements.length;
    }

    /** Returns the guest's own instance, since a guest can refer only to its own functions. */
    @Override
    @SuppressWarnings("NullAway") // Called only after the owner is set.
    public Instance instance(int index) {
        return owner;
    }

    void setOwner(Instance instance) {
        owner = instance;
    }

    @Override
    public void reset() {
        Arrays.fill(refs, 0, size, Value.REF_NULL_VALUE);
    }

    /** Sets all elements of a range. If the range is out of bounds, no element is changed. */
    public void fill(int from, int value, int count) {
        checkRange(from, count);
        Arrays.fill(refs, from, from + count, value);
    }

    /**
     * Copies elements from this or another table. If a range is out of bounds, no element is
     * changed.
     */
    public void copyFrom(GuestTable source, int to, int from, int count) {
        source.checkRange(from, count);
        checkRange(to, count);
        System.arraycopy(source.refs, from, refs, to, count);
    }

    /**
     * Checks that the table contains the range of {@code count} elements at {@code from}. Both are
     * unsigned.
     */
    void checkRange(int from, int count) {
        if (from < 0 || count < 0 || from > size - count) {
            throw new GuestTrapException(TrapKind.TABLE_OUT_OF_BOUNDS, null);
        }
    }

    /** Copies values into the table. If a range is out of bounds, no element is changed. */
    public void load(int to, int[] values, int from, int count) {
        if (from < 0 || count < 0 || from > values.length - count) {
            throw new GuestTrapException(TrapKind.TABLE_OUT_OF_BOUNDS, null);
        }
        checkRange(to, count);
        System.arraycopy(values, from, refs, to, count);
    }
}
