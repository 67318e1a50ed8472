package org.vexhost.sandbox.guest;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.DataSegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.codegen.runtime.BoundedAccess;
import org.vexhost.sandbox.snapshot.ArrayFill;
import org.vexhost.sandbox.snapshot.MemoryImage;
import org.vexhost.sandbox.snapshot.Snapshot;

/**
 * The memory of one guest, in a single array. If the memory can grow, the array may be longer than
 * the memory. Every generated function has a reference to this object, so it also contains the
 * guest's counters and globals. Public for generated classes and host functions. Used by one thread
 * at a time.
 *
 * <p>This class is long because Chicory's interface has a method for each kind of access.
 */
public final class FlatMemory implements Memory {

    private static final byte[] DROPPED = {};

    /** The number of bytes that are filled or copied between two checks of the stop flag: 4 MiB. */
    private static final int CHUNK_BYTES = 4 << 20;

    /** The bytes. No two guests share an array. */
    public byte[] data;

    /**
     * The size of the guest's memory, in bytes. The rest of the array consists of zeros, into which
     * the memory can grow.
     */
    public int limit;

    /**
     * The rest of the current slice of fuel, as the guest last stored it; negative if overdrawn.
     */
    public int fuel;

    /** The slices of fuel left after this one; negative after a request over the budget. */
    public long slices;

    /** The stop flag, which is checked whenever a slice is used up. Any thread may set it. */
    public volatile boolean stopped;

    /** Whether a trap is being thrown. If so, {@link #fuel} must not be overwritten. */
    boolean trapped;

    /** The functions that were active when the guest trapped, or null if it has not trapped. */
    public @Nullable GuestTrace trace;

    /** Whether the host's limit on memory is lower than the maximum that the module declares. */
    boolean limitedByHost;

    private boolean growthRefused;

    /** The counter that a function writes when it requests its next slice of fuel. */
    public long ask;

    /** The remaining units of call depth. */
    public int depth;

    /** Global 0: the stack pointer in code from LLVM. */
    public long global0;

    /** Global 1. */
    public long global1;

    /** All other globals, by index. */
    public long[] globals;

    /** Table 0, or an empty table. */
    public GuestTable table0;

    /** The access to the guest's tables and imports; set before any guest code runs. */
    @SuppressWarnings("NullAway.Init") // The caller of the guest sets it.
    public Instance owner;

    /** Parameters or results that are too many for a JVM method. */
    public long[] passed = {};

    /** The index of the function in a pending tail call plus 1, or 0 if there is none. */
    public int next;

    /** The arguments of the pending tail call. */
    public long[] handed = {};

    /** The guest's exceptions. */
    public final GuestExceptions exceptions = new GuestExceptions();

    private final int initialPages;
    private final int maxPages;
    private final FuelGauge gauge;
    private final MemoryPool pool;
    private final @Nullable Object attachment;
    private final MemoryAccount account;
    private final Initializers initializers;
    private final @Nullable Snapshot snapshot;

    private DroppedData dropped = new DroppedData(new BitSet(), new DataSegment[0]);

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
        // If the only global is a vector, this element is the high half of that vector.
        this.global1 = globals.length > 1 ? globals[1] : 0;
        this.table0 = GuestTable.EMPTY;
        this.depth = options.maxCallDepth();
        gauge.attach(this);
        if (snapshot == null) {
            int size = initialPages * PAGE_SIZE;
            this.account = new MemoryAccount(options.maxMemoryBytes(), size);
            gauge.charge(initializers.hostFuel() + HostFuel.ofMemory(0, size));
            this.data = pool.take(initializers.room().arrayBytes(size, maxPages * PAGE_SIZE));
            this.limit = size;
        } else {
            MemoryImage image = snapshot.memory();
            this.account = new MemoryAccount(options.maxMemoryBytes(), image.sizeBytes());
            gauge.charge(HostFuel.ofSnapshot(snapshot));
            this.data = pool.take(image);
            this.limit = image.sizeBytes();
        }
    }

    /** Returns the object that the host attached to the guest, or null. */
    public @Nullable Object attachment() {
        return attachment;
    }

    /** Returns the guest's fuel. */
    public FuelGauge gauge() {
        return gauge;
    }

    /** Returns the size of the memory in bytes. */
    public int byteLength() {
        return limit;
    }

    /**
     * Returns the largest sum, up to now, of the guest's memory and the heap that host functions
     * hold for the guest, in bytes.
     */
    public long peakBytes() {
        return account.peakBytes();
    }

    /**
     * Counts heap that a host function holds for the guest; see {@link
     * org.vexhost.sandbox.spi.CallContext#hold}. Any thread may call it.
     */
    public boolean hold(long bytes) {
        return account.hold(bytes);
    }

    /** Stops counting heap that {@link #hold} counted. Any thread may call it. */
    public void giveBack(long bytes) {
        account.giveBack(bytes);
    }

    /** Gives the array back to the pool. The memory cannot be used afterwards. */
    void release() {
        initializers.room().learn(limit - initialPages * PAGE_SIZE);
        byte[] used = data;
        data = new byte[0];
        limit = 0;
        pool.give(used);
    }

    /** Hands out the next slice of fuel; called by generated code. */
    public long refill() {
        return gauge.refill((int) ask);
    }

    /**
     * Returns the elements of a passive segment, which must not be changed; empty for any other
     * segment.
     */
    public int[] passiveElements(int segment) {
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

    /** Returns whether the guest failed to grow its memory because of {@code maxMemoryBytes}. */
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

    /**
     * Enlarges the array by at least half. A guest that grows its memory page by page therefore
     * copies each byte only a few times.
     */
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
        if (snapshot == null) {
            initializers.load(instance, this);
        }
        BitSet first = snapshot == null ? initializers.activeData() : snapshot.droppedData();
        dropped = new DroppedData(first, dataSegments);
    }

    /** Returns the indexes of the data segments that are dropped. */
    BitSet droppedData() {
        return dropped.indexes();
    }

    /** Returns an image of this memory. */
    MemoryImage image() {
        return initializers.image(data, limit, maxPages * PAGE_SIZE);
    }

    /** Returns the number of bytes that an image of this memory stores. */
    int storedBytes() {
        return MemoryImage.storedBytes(data, limit);
    }

    @Override
    public void initPassiveSegment(int segmentId, int dest, int offset, int size) {
        byte[] bytes = dropped.contains(segmentId) ? DROPPED : initializers.passiveData(segmentId);
        if (offset < 0 || size < 0 || offset > bytes.length - size) {
            throw outOfBounds();
        }
        check(dest, size);
        copyInChunks(bytes, offset, dest, size);
    }

    @Override
    public void drop(int segment) {
        dropped.add(segment);
    }

    @Override
    public void zero() {
        // A new memory needs no clearing, since the pool supplies only arrays of zeros.
    }

    @Override
    public void fill(byte value, int fromIndex, int toIndex) {
        // Addresses are unsigned, and a range that wraps around ends before it starts.
        if (fromIndex < 0 || toIndex < fromIndex || toIndex > limit) {
            throw outOfBounds();
        }
        int from = fromIndex;
        while (toIndex - from > CHUNK_BYTES) {
            ArrayFill.fill(data, from, from + CHUNK_BYTES, value);
            from += CHUNK_BYTES;
            gauge.check();
        }
        ArrayFill.fill(data, from, toIndex, value);
    }

    @Override
    public void copy(int dest, int src, int size) {
        check(src, size);
        check(dest, size);
        copyInChunks(data, src, dest, size);
    }

    /**
     * Copies bytes into memory, and checks the stop flag between chunks. If the ranges overlap, the
     * order of the chunks ensures that no bytes are overwritten before they are copied.
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
        copyInChunks(bytes, offset, addr, size);
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
    @SuppressWarnings("removal") // The interface declares it abstract.
    public Object lock(int address) {
        throw new UnsupportedOperationException("memory is not shared");
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal") // The interface declares it abstract.
    public int waitOn(int address, int expected, long timeout) {
        throw new UnsupportedOperationException("memory is not shared");
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal") // The interface declares it abstract.
    public int waitOn(int address, long expected, long timeout) {
        throw new UnsupportedOperationException("memory is not shared");
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal") // The interface declares it abstract.
    public int notify(int address, int maxThreads) {
        throw new UnsupportedOperationException("memory is not shared");
    }
}
