package org.vexhost.sandbox.guest.support;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.Value;
import org.vexhost.sandbox.codegen.runtime.Access;
import org.vexhost.sandbox.codegen.runtime.AccessChoice;
import org.vexhost.sandbox.codegen.runtime.GuestException;
import org.vexhost.sandbox.codegen.runtime.RuntimeNames;
import org.vexhost.sandbox.guest.FlatMemory;
import org.vexhost.sandbox.guest.GuestExceptions;
import org.vexhost.sandbox.guest.GuestTable;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.TrapKind;

/**
 * The helpers that code from our own compiler calls for everything except arithmetic, loads and
 * stores. Every argument from the guest is checked here or in the called method.
 */
public final class CodeSupport {

    public static final RuntimeNames NAMES =
            new RuntimeNames(
                    name(FlatMemory.class),
                    name(CodeSupport.class),
                    name(GuestExceptions.class),
                    name(Access.class),
                    name(AccessChoice.BOUNDED),
                    name(AtomicAccess.class),
                    name(Instance.class),
                    "com/dylibso/chicory/runtime/Machine");

    private static final double TWO_POW_31 = 0x1p31;
    private static final double TWO_POW_32 = 0x1p32;
    private static final double TWO_POW_63 = 0x1p63;
    private static final double TWO_POW_64 = 0x1p64;

    private CodeSupport() {}

    private static String name(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    /** Prepares the guest for a call from the host, and returns its memory. */
    public static FlatMemory enter(Instance instance) {
        FlatMemory memory = (FlatMemory) instance.memory();
        memory.owner = instance;
        memory.exceptions.clear();
        return memory;
    }

    /** Calls a function of the host. */
    public static long[] callHost(FlatMemory memory, int function, long[] arguments) {
        Instance instance = memory.owner;
        return instance.imports().function(function).handle().apply(instance, arguments);
    }

    /** Finds the function of an indirect call. */
    public static int callee(int element, int table, FlatMemory memory) {
        GuestTable from = table == 0 ? memory.table0 : (GuestTable) memory.owner.table(table);
        return from.requiredRef(element);
    }

    /** Returns the array for parameters or results that are too many for a JVM method. */
    public static long[] passing(FlatMemory memory, int count) {
        if (memory.passed.length < count) {
            memory.passed = new long[count];
        }
        return memory.passed;
    }

    /** Returns the array for the arguments of a pending tail call. */
    public static long[] handing(FlatMemory memory, int count) {
        if (memory.handed.length < count) {
            memory.handed = new long[count];
        }
        return memory.handed;
    }

    /** Swaps the arrays of {@link #handing} and {@link #passing}. */
    public static void exchange(FlatMemory memory) {
        long[] passed = memory.passed;
        memory.passed = memory.handed;
        memory.handed = passed;
    }

    /** Hands out the next slice of fuel. */
    public static int refill(FlatMemory memory, int left) {
        return memory.gauge().refill(left);
    }

    /** Subtracts the units of a bulk operation, and hands out fuel if none is left. */
    public static int take(FlatMemory memory, int fuel, int units) {
        long left = fuel - (units & 0xFFFF_FFFFL);
        return left > 0 ? (int) left : memory.gauge().refill((int) left);
    }

    /** Ends a guest that was told to stop or used up its fuel. */
    public static RuntimeException end(FlatMemory memory, int left) {
        memory.fuel = left;
        throw memory.gauge().end();
    }

    /** Records the fuel of the function that trapped; only the first call has an effect. */
    public static Throwable trapped(Throwable trap, FlatMemory memory, int left) {
        return trap instanceof GuestException ? trap : GuestOps.trapped(trap, memory, left);
    }

    /** Ends a guest whose calls nest too deeply. */
    public static RuntimeException callDepth(FlatMemory memory) {
        memory.depth = -1;
        throw new GuestTrapException(TrapKind.CALL_DEPTH, null);
    }

    /** {@code unreachable}. */
    public static RuntimeException throwTrapException() {
        throw new GuestTrapException(TrapKind.UNREACHABLE, null);
    }

    /** Ends a guest whose indirect call found a function of another type. */
    public static RuntimeException wrongType() {
        throw new GuestTrapException(TrapKind.INDIRECT_CALL_TYPE, null);
    }

    /** Throws for the index of a function that the host cannot call. */
    public static RuntimeException unknownFunction(int function) {
        throw new IllegalArgumentException("unknown function " + function);
    }

    /** {@code ref.is_null}. */
    public static boolean isRefNull(int ref) {
        return ref == Value.REF_NULL_VALUE;
    }

    /** {@code memory.size}. */
    public static int memoryPages(FlatMemory memory) {
        return memory.pages();
    }

    /** {@code memory.grow}. */
    public static int memoryGrow(int pages, FlatMemory memory) {
        return memory.grow(pages);
    }

    /** {@code memory.copy}. */
    public static void memoryCopy(int to, int from, int size, FlatMemory memory) {
        memory.copy(to, from, size);
    }

    /** {@code memory.fill}. */
    public static void fill(int from, int value, int size, FlatMemory memory) {
        memory.fill((byte) value, from, from + size);
    }

    /** {@code memory.init}. */
    public static void memoryInit(int to, int from, int size, int segment, FlatMemory memory) {
        memory.initPassiveSegment(segment, to, from, size);
    }

    /** {@code data.drop}. */
    public static void dataDrop(int segment, Instance instance) {
        instance.memory().drop(segment);
    }

    /** {@code elem.drop}. */
    @SuppressWarnings("NullAway") // Chicory uses null for a dropped segment.
    public static void elementDrop(int segment, Instance instance) {
        instance.setElement(segment, null);
    }

    /** {@code table.get}. */
    public static int tableGet(int index, int table, Instance instance) {
        return instance.table(table).ref(index);
    }

    /** {@code table.set}. */
    public static void tableSet(int index, int value, int table, Instance instance) {
        instance.table(table).setRef(index, value, instance);
    }

    /** {@code table.size}. */
    public static int tableSize(int table, Instance instance) {
        return instance.table(table).size();
    }

    /** {@code table.grow}. */
    public static int tableGrow(int value, int count, int table, Instance instance) {
        return instance.table(table).grow(count, value, instance);
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

    /**
     * {@code table.init}.
     *
     * @param elements the declared number of elements of the segment
     */
    public static void tableInit(
            int to, int from, int count, int segment, int table, int elements, Instance instance) {
        long end = (from & 0xFFFF_FFFFL) + (count & 0xFFFF_FFFFL);
        if (end > elements) {
            throw new GuestTrapException(TrapKind.TABLE_OUT_OF_BOUNDS, null);
        }
        GuestOps.tableInit(to, from, count, segment, table, instance);
    }

    /** Writes a global other than the first two. */
    public static void writeGlobal(long value, int index, FlatMemory memory) {
        memory.globals[index] = value;
    }

    /** {@code i32.div_s}. */
    public static int divide(int a, int b) {
        if (a == Integer.MIN_VALUE && b == -1) {
            throw new GuestTrapException(TrapKind.INTEGER_OVERFLOW, null);
        }
        return a / b;
    }

    /** {@code i64.div_s}. */
    public static long divide(long a, long b) {
        if (a == Long.MIN_VALUE && b == -1) {
            throw new GuestTrapException(TrapKind.INTEGER_OVERFLOW, null);
        }
        return a / b;
    }

    /** {@code i32.trunc_f32_s} and {@code i32.trunc_f64_s}. */
    public static int toInt(double a) {
        if (!(a > -TWO_POW_31 - 1 && a < TWO_POW_31)) {
            throw notConverted(a);
        }
        return (int) a;
    }

    /** {@code i32.trunc_f32_u} and {@code i32.trunc_f64_u}. */
    public static int toIntUnsigned(double a) {
        if (!(a > -1 && a < TWO_POW_32)) {
            throw notConverted(a);
        }
        return (int) (long) a;
    }

    /** {@code i64.trunc_f32_s} and {@code i64.trunc_f64_s}. */
    public static long toLong(double a) {
        if (!(a >= -TWO_POW_63 && a < TWO_POW_63)) {
            throw notConverted(a);
        }
        return (long) a;
    }

    /** {@code i64.trunc_f32_u} and {@code i64.trunc_f64_u}. */
    public static long toLongUnsigned(double a) {
        if (!(a > -1 && a < TWO_POW_64)) {
            throw notConverted(a);
        }
        return a < TWO_POW_63 ? (long) a : (long) (a - TWO_POW_63) ^ Long.MIN_VALUE;
    }

    private static GuestTrapException notConverted(double a) {
        return new GuestTrapException(
                Double.isNaN(a) ? TrapKind.INVALID_CONVERSION : TrapKind.INTEGER_OVERFLOW, null);
    }
}
