package org.vexhost.sandbox.compile;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.snapshot.MemoryImage;
import org.vexhost.sandbox.snapshot.Snapshot;

/**
 * The memory of one guest: a single array, as long as the memory, or longer once it has grown.
 * Every generated function has it at hand, so the guest's counters and globals live here too.
 * Public for generated classes and host functions; used by one thread at a time.
 *
 * <p>Long, since the interface of Chicory has a method for each kind of access.
 */
public final class FlatMemory implements Memory {

    private static final byte[] DROPPED = {};

    /** How much is filled or copied before looking whether the guest is to end: 4 MiB. */
    private static final int CHUNK_BYTES = 4 << 20;

    /** The bytes. A guest's memory never shares its array with another's. */
    public byte[] data;

    /** How many of the bytes are the guest's; the others are zeros that it grows into. */
    public int limit;

    /** Fuel left in the slice, as last written by the guest; negative when overdrawn. */
    public int fuel;

    /** Slices of fuel left, besides the one in use; negative when the guest asked for too many. */
    public long slices;

    /** Whether the guest is to end: looked at whenever a slice is used up. Set by any thread. */
    public volatile boolean stopped;

    /** Whether a trap is on its way out, and the fuel is that of the function that trapped. */
    boolean trapped;

    /** Which functions were active when the guest trapped, once it has. */
    @Nullable GuestTrace trace;

    /** Whether it could grow further if the host allowed more. */
    boolean limitedByHost;

    private boolean growthRefused;

    /** The counter of a function that ran out of its slice and asks for the next. */
    public long ask;

    /** Units of call depth left. */
    public int depth;

    /** Global 0: the stack pointer of what LLVM compiles. */
    public long global0;

    /** Global 1. */
    public long global1;

    /** All other globals, by index. */
    public long[] globals;

    /** Table 0, or an empty table. */
    public GuestTable table0;

    /** What a guest's tables and imports are found by; set before any of its code runs. */
    @SuppressWarnings("NullAway.Init") // Set by whoever calls the guest.
    public Instance owner;

    /** Where values are passed that are too many for a method of the JVM. */
    public long[] passed = {};

    /** One more than the function that is called next, in place of one that was left; or 0. */
    public int next;

    /** Its arguments. */
    public long[] handed = {};

    /** The guest's exceptions. */
    final GuestExceptions exceptions = new GuestExceptions();

    private final int initialPages;
    private final int maxPages;
    private final FuelGauge gauge;
    private final MemoryPool pool;
    private final @Nullable Object attachment;
    private final MemoryAccount account;
    private final Initializers initializers;
    private final @Nullable Snapshot snapshot;

    /** The guest's list, in which the interpreter puts the empty one in place of what it drops. */
    private DataSegment[] declared = {};

    FlatMemory(
            int initialPages,
            int maxPages,
            int globalCount,
            Initializers initializers,
            @Nullable Snapshot snapshot,
            InstanceOptions options) {
        this.initialPages = initialPages;
        this.maxPages = maxPages;
        this.initializers = initializers;
        this.snapshot = snapshot;
        this.gauge = options.gauge();
        this.pool = options.pool();
        this.attachment = options.attachment();
        this.globals = initializers.globals(globalCount);
        // The high half of a vector that is the only global.
        this.global1 = globals.length > 1 ? globals[1] : 0;
        this.table0 = GuestTable.EMPTY;
        this.depth = options.maxCallDepth();
        gauge.attach(this);
        if (snapshot == null) {
            int size = initialPages * PAGE_SIZE;
            this.account = new MemoryAccount(options.maxMemoryBytes(), size);
            gauge.charge(initializers.hostFuel() + HostFuel.ofMemory(0, size));
            this.data = pool.take(size);
            this.limit = data.length;
        } else {
            MemoryImage image = snapshot.memory();
            this.account = new MemoryAccount(options.maxMemoryBytes(), image.sizeBytes());
            gauge.charge(HostFuel.ofSnapshot(snapshot));
            this.data = pool.take(image);
            this.limit = image.sizeBytes();
        }
    }

    /** Returns what the host attached to the guest, or null. */
    public @Nullable Object attachment() {
        return attachment;
    }

    /** Returns the guest's fuel. */
    public FuelGauge gauge() {
        return gauge;
    }

    /** Returns the bytes of memory in use. */
    public int byteLength() {
        return limit;
    }

    /** Returns the most bytes that the guest's memory and what was held for it came to. */
    public long peakBytes() {
        return account.peakBytes();
    }

    /**
     * Counts heap that a host function keeps for the guest; see {@link
     * org.vexhost.sandbox.spi.CallContext#hold}. From any thread.
     */
    public boolean hold(long bytes) {
        return account.hold(bytes);
    }

    /** Counts what {@link #hold} counted no longer. From any thread. */
    public void giveBack(long bytes) {
        account.giveBack(bytes);
    }

    /** Gives the array back. The memory is of no further use. */
    void release() {
        byte[] used = data;
        data = new byte[0];
        limit = 0;
        pool.give(used);
    }

    /** Hands out the next slice of fuel; called by generated code. */
    public long refill() {
        return gauge.refill((int) ask);
    }

    /** Returns a passive segment's elements, not to be written to; none of any other. */
    int[] passiveElements(int segment) {
        return initializers.passiveElements(segment);
    }

    long global(int index) {
        return switch (index) {
            case 0 -> global0;
            case 1 -> global1;
            default -> globals[index];
        };
    }

    void setGlobal(int index, long value) {
        switch (index) {
            case 0 -> global0 = value;
            case 1 -> global1 = value;
            default -> globals[index] = value;
        }
    }

    @Override
    public int pages() {
        return limit / PAGE_SIZE;
    }

    /** Whether the guest wanted more than {@code maxMemoryBytes}, and was refused it. */
    public boolean isGrowthRefused() {
        return growthRefused;
    }

    @Override
    public int grow(int pages) {
        int before = pages();
        if (pages < 0 || pages > maxPages - before) {
            growthRefused |= limitedByHost;
            return -1;
        }
        if (!account.grow((long) pages * PAGE_SIZE)) {
            growthRefused = true;
            return -1;
        }
        if (pages > 0) {
            int size = (before + pages) * PAGE_SIZE;
            gauge.charge(HostFuel.ofMemory(limit, size));
            if (size > data.length) {
                enlarge(size);
            }
            limit = size;
            gauge.check();
        }
        return before;
    }

    /** Half as much again, so that growing page by page copies each byte a few times only. */
    private void enlarge(int size) {
        byte[] old = data;
        long capacity = Math.max(size, old.length + (long) (old.length / 2));
        byte[] grown = pool.take((int) Math.min(capacity, (long) maxPages * PAGE_SIZE));
        for (int at = 0; at < limit; at += CHUNK_BYTES) {
            System.arraycopy(old, at, grown, at, Math.min(CHUNK_BYTES, limit - at));
            gauge.check();
        }
        data = grown;
        pool.give(old);
    }

    @Override
    public int initialPages() {
        return initialPages;
    }

    @Override
    public int maximumPages() {
        return maxPages;
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments) {
        initialize(instance, dataSegments, 0);
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments, int memoryIndex) {
        declared = dataSegments;
        if (snapshot == null) {
            initializers.load(instance, this, dataSegments);
        } else {
            snapshot.droppedData().stream().forEach(this::drop);
        }
    }

    /** Returns the indexes of the data segments that are dropped. */
    BitSet droppedData() {
        BitSet dropped = new BitSet();
        for (int i = 0; i < declared.length; i++) {
            dropped.set(i, declared[i].equals(PassiveDataSegment.EMPTY));
        }
        return dropped;
    }

    /** Returns what is in this memory. */
    MemoryImage image() {
        return MemoryImage.of(data, limit, maxPages * PAGE_SIZE);
    }

    /** Returns how many bytes of this memory an image of it stores. */
    int storedBytes() {
        return MemoryImage.storedBytes(data, limit);
    }

    @Override
    public void initPassiveSegment(int segmentId, int dest, int offset, int size) {
        boolean isDropped = declared[segmentId].equals(PassiveDataSegment.EMPTY);
        byte[] bytes = isDropped ? DROPPED : initializers.data(segmentId);
        if (offset < 0 || size < 0 || offset > bytes.length - size) {
            throw outOfBounds();
        }
        check(dest, size);
        copyInChunks(bytes, offset, dest, size);
    }

    @Override
    public void drop(int segment) {
        declared[segment] = PassiveDataSegment.EMPTY;
    }

    @Override
    public void zero() {
        // A new memory is clean already: the pool hands out zeros only.
    }

    @Override
    public void fill(byte value, int fromIndex, int toIndex) {
        // Addresses are unsigned, and a range that wraps ends before it starts.
        if (fromIndex < 0 || toIndex < fromIndex || toIndex > limit) {
            throw outOfBounds();
        }
        int from = fromIndex;
        while (toIndex - from > CHUNK_BYTES) {
            Arrays.fill(data, from, from + CHUNK_BYTES, value);
            from += CHUNK_BYTES;
            gauge.check();
        }
        Arrays.fill(data, from, toIndex, value);
    }

    @Override
    public void copy(int dest, int src, int size) {
        check(src, size);
        check(dest, size);
        copyInChunks(data, src, dest, size);
    }

    /**
     * Copies into memory, and looks between chunks whether the guest is to end. In overlapping
     * ranges, no chunk overwrites what is still to be copied.
     */
    private void copyInChunks(byte[] from, int offset, int dest, int size) {
        int left = size;
        boolean backwards = dest > offset;
        int done = 0;
        while (left > CHUNK_BYTES) {
            left -= CHUNK_BYTES;
            int at = backwards ? left : done;
            System.arraycopy(from, offset + at, data, dest + at, CHUNK_BYTES);
            done += CHUNK_BYTES;
            gauge.check();
        }
        int at = backwards ? 0 : done;
        System.arraycopy(from, offset + at, data, dest + at, left);
    }

    @Override
    public void write(int addr, byte[] bytes, int offset, int size) {
        Objects.checkFromIndexSize(offset, size, bytes.length);
        check(addr, size);
        System.arraycopy(bytes, offset, data, addr, size);
    }

    @Override
    public byte[] readBytes(int addr, int len) {
        check(addr, len);
        return Arrays.copyOfRange(data, addr, addr + len);
    }

    private void check(int address, int size) {
        if (address < 0 || size < 0 || address > limit - size) {
            throw outOfBounds();
        }
    }

    private static GuestTrapException outOfBounds() {
        return new GuestTrapException(TrapKind.MEMORY_OUT_OF_BOUNDS, null);
    }

    @Override
    public byte read(int addr) {
        return BoundedAccess.load8(addr, 0, data, limit);
    }

    @Override
    public void writeByte(int addr, byte value) {
        BoundedAccess.store8(addr, value, 0, data, limit);
    }

    @Override
    public short readShort(int addr) {
        return BoundedAccess.load16(addr, 0, data, limit);
    }

    @Override
    public long readU16(int addr) {
        return BoundedAccess.load16(addr, 0, data, limit) & 0xFFFFL;
    }

    @Override
    public void writeShort(int addr, short value) {
        BoundedAccess.store16(addr, value, 0, data, limit);
    }

    @Override
    public int readInt(int addr) {
        return BoundedAccess.load32(addr, 0, data, limit);
    }

    @Override
    public void writeI32(int addr, int value) {
        BoundedAccess.store32(addr, value, 0, data, limit);
    }

    @Override
    public long readLong(int addr) {
        return BoundedAccess.load64(addr, 0, data, limit);
    }

    @Override
    public void writeLong(int addr, long value) {
        BoundedAccess.store64(addr, value, 0, data, limit);
    }

    @Override
    public float readFloat(int addr) {
        return BoundedAccess.loadF32(addr, 0, data, limit);
    }

    @Override
    public long readF32(int addr) {
        return BoundedAccess.load32(addr, 0, data, limit);
    }

    @Override
    public void writeF32(int addr, float value) {
        BoundedAccess.storeF32(addr, value, 0, data, limit);
    }

    @Override
    public double readDouble(int addr) {
        return BoundedAccess.loadF64(addr, 0, data, limit);
    }

    @Override
    public long readF64(int addr) {
        return BoundedAccess.load64(addr, 0, data, limit);
    }

    @Override
    public void writeF64(int addr, double value) {
        BoundedAccess.storeF64(addr, value, 0, data, limit);
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal") // Still abstract in the interface.
    public Object lock(int address) {
        throw new UnsupportedOperationException("memory is not shared");
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal") // Still abstract in the interface.
    public int waitOn(int address, int expected, long timeout) {
        throw new UnsupportedOperationException("memory is not shared");
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal") // Still abstract in the interface.
    public int waitOn(int address, long expected, long timeout) {
        throw new UnsupportedOperationException("memory is not shared");
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal") // Still abstract in the interface.
    public int notify(int address, int maxThreads) {
        throw new UnsupportedOperationException("memory is not shared");
    }
}
