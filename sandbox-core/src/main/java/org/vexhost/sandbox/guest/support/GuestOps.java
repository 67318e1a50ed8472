package org.vexhost.sandbox.guest.support;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.Value;
import org.vexhost.sandbox.guest.FlatMemory;
import org.vexhost.sandbox.guest.GuestTable;
import org.vexhost.sandbox.guest.GuestTrace;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.TrapKind;

/**
 * The helpers that rewritten code from Chicory's compiler calls for everything except arithmetic,
 * loads and stores. They replace the helpers that Chicory copies into each module. The names are
 * the same; only the type of the memory differs.
 */
public final class GuestOps {

    private static final int[] NO_ELEMENTS = {};

    private GuestOps() {}

    /** Calls a function that runs in the interpreter. */
    public static long[] callIndirect(long[] arguments, int function, Instance instance) {
        try {
            return instance.getMachine().call(function, arguments);
        } catch (Throwable e) {
            // The interpreter always has its fuel in the memory object.
            FlatMemory memory = (FlatMemory) instance.memory();
            GuestTrace.record(e, memory, memory.fuel);
            throw e;
        }
    }

    /** Calls a function of the host. */
    public static long[] callHostFunction(Instance instance, int function, long[] arguments) {
        return instance.imports().function(function).handle().apply(instance, arguments);
    }

    /** Finds the function of an indirect call. */
    public static int function(FlatMemory memory, int table, int element, Instance instance) {
        GuestTable from = table == 0 ? memory.table0 : (GuestTable) instance.table(table);
        return from.requiredRef(element);
    }

    /** {@code ref.is_null}. */
    public static boolean isRefNull(int ref) {
        return ref == Value.REF_NULL_VALUE;
    }

    /** {@code table.get}. */
    public static int tableGet(int index, int table, Instance instance) {
        return instance.table(table).ref(index);
    }

    /** {@code table.set}. */
    public static void tableSet(int index, int value, int table, Instance instance) {
        instance.table(table).setRef(index, value, instance);
    }

    /** {@code table.grow}. */
    public static int tableGrow(int value, int count, int table, Instance instance) {
        return instance.table(table).grow(count, value, instance);
    }

    /** {@code table.size}. */
    public static int tableSize(int table, Instance instance) {
        return instance.table(table).size();
    }

    /** {@code table.fill}. */
    public static void tableFill(int from, int value, int count, int table, Instance instance) {
        ((GuestTable) instance.table(table)).fill(from, value, count);
    }

    /** {@code table.copy}. */
    public static void tableCopy(
            int to, int from, int count, int target, int source, Instance instance) {
        ((GuestTable) instance.table(target))
                .copyFrom((GuestTable) instance.table(source), to, from, count);
    }

    /** {@code table.init}. */
    public static void tableInit(
            int to, int from, int count, int segment, int table, Instance instance) {
        boolean isDropped = instance.element(segment) == null;
        int[] elements =
                isDropped ? NO_ELEMENTS : ((FlatMemory) instance.memory()).passiveElements(segment);
        ((GuestTable) instance.table(table)).load(to, elements, from, count);
    }

    /** {@code data.drop}. */
    public static void dataDrop(int segment, Instance instance) {
        instance.memory().drop(segment);
    }

    /** {@code memory.copy}. */
    public static void memoryCopy(int to, int from, int size, FlatMemory memory) {
        memory.copy(to, from, size);
    }

    /** {@code memory.fill}. */
    public static void memoryFill(int from, byte value, int size, FlatMemory memory) {
        // Generated code passes a whole int.
        memory.fill((byte) (value & 0xFF), from, from + size);
    }

    /** {@code memory.init}. */
    public static void memoryInit(int to, int from, int size, int segment, FlatMemory memory) {
        memory.initPassiveSegment(segment, to, from, size);
    }

    /** {@code memory.grow}. */
    public static int memoryGrow(int pages, FlatMemory memory) {
        return memory.grow(pages);
    }

    /** {@code memory.size}. */
    public static int memoryPages(FlatMemory memory) {
        return memory.pages();
    }

    /** Writes a global other than the first two. */
    public static void writeGlobal(long value, int index, FlatMemory memory) {
        memory.globals[index] = value;
    }

    /** Throws the trap for a stack that overflowed in spite of the limit on the call depth. */
    public static RuntimeException throwCallStackExhausted(StackOverflowError e) {
        throw new GuestTrapException(TrapKind.CALL_DEPTH, null);
    }

    /** Ends a guest that was told to stop or used up its fuel. */
    public static RuntimeException end(FlatMemory memory, int left) {
        memory.fuel = left;
        throw memory.gauge().end();
    }

    /** Records the fuel of the function that trapped; only the first call has an effect. */
    public static Throwable trapped(Throwable trap, FlatMemory memory, int left) {
        GuestTrace.record(trap, memory, left);
        return trap;
    }

    /** Records that calls nest too deeply. A trap follows. */
    public static void tooDeep(FlatMemory memory) {
        memory.depth = -1;
    }

    /** Throws a trap. */
    public static RuntimeException throwIndirectCallTypeMismatch() {
        return new GuestTrapException(TrapKind.INDIRECT_CALL_TYPE, null);
    }

    /** Throws a trap. */
    public static RuntimeException throwOutOfBoundsMemoryAccess() {
        throw new GuestTrapException(TrapKind.MEMORY_OUT_OF_BOUNDS, null);
    }

    /** Throws a trap. */
    public static RuntimeException throwTrapException() {
        throw new GuestTrapException(TrapKind.UNREACHABLE, null);
    }

    /**
     * Throws for the index of a function that does not exist. Correct code never calls this method.
     */
    public static RuntimeException throwUnknownFunction(int function) {
        throw new IllegalArgumentException("unknown function " + function);
    }
}
