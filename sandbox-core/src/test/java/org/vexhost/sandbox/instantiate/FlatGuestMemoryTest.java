package org.vexhost.sandbox.instantiate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.dylibso.chicory.runtime.ImportValues;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexhost.sandbox.compile.CompileOptions;
import org.vexhost.sandbox.compile.StrictCompiler;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.sandbox.spi.GuestMemoryFault;

@DisplayName("What host functions see of a guest's memory")
class FlatGuestMemoryTest {

    private static final long SIZE = 65536;

    private GuestInstance guest;
    private GuestMemory memory;

    @BeforeEach
    void makeGuest() throws Exception {
        byte[] module = Files.readAllBytes(Path.of("src/test/guests/core/actions.wasm"));
        FuelGauge gauge = new FuelGauge(1_000_000);
        guest =
                StrictCompiler.uncached()
                        .compile(module, CompileOptions.DEFAULT)
                        .instantiate(
                                ImportValues.empty(),
                                new InstanceOptions(
                                        1 << 20, 100, 1000, gauge, MemoryPool.NONE, null));
        memory = new FlatGuestMemory(guest.memory());
    }

    @Test
    void isLittleEndian() {
        memory.writeLong(8, 0x0102030405060708L);
        assertEquals(0x05060708, memory.readInt(8));
        assertEquals(8, memory.readByte(8));
        memory.writeShort(8, 0xFFFFAABB);
        assertEquals(0xBB, memory.readByte(8));
        assertEquals(0x010203040506AABBL, memory.readLong(8));
        memory.writeByte(15, 0x1FF);
        assertEquals(0xFF, memory.readByte(15));
        memory.writeInt(12, -2);
        assertEquals(-2, memory.readInt(12));
    }

    @Test
    void goesToTheLastByteAndNotBeyond() {
        memory.writeByte(SIZE - 1, 1);
        memory.writeInt(SIZE - 4, 1);
        memory.writeLong(SIZE - 8, 1);
        memory.check(SIZE, 0);
        assertThrows(GuestMemoryFault.class, () -> memory.writeByte(SIZE, 1));
        assertThrows(GuestMemoryFault.class, () -> memory.readByte(SIZE));
        assertThrows(GuestMemoryFault.class, () -> memory.writeShort(SIZE - 1, 1));
        assertThrows(GuestMemoryFault.class, () -> memory.writeInt(SIZE - 3, 1));
        assertThrows(GuestMemoryFault.class, () -> memory.readInt(SIZE - 3));
        assertThrows(GuestMemoryFault.class, () -> memory.writeLong(SIZE - 7, 1));
        assertThrows(GuestMemoryFault.class, () -> memory.readLong(SIZE - 7));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1",
        "0, -1",
        "0, 65537",
        "65537, 0",
        "1, 65536",
        "4294967295, 1",
        "4294967295, 4294967295",
        "0, 9223372036854775807",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, 9223372036854775807"
    })
    void refusesEveryRangeThatIsNotInside(long address, long length) {
        assertThrows(GuestMemoryFault.class, () -> memory.check(address, length));
        GuestMemoryFault thrown =
                assertThrows(GuestMemoryFault.class, () -> memory.view(address, length));
        assertEquals(
                "out of bounds memory access [address %d, length %d, memory 65536 bytes]"
                        .formatted(address, length),
                thrown.getMessage());
    }

    @Test
    void copiesAllOrNothing() {
        byte[] bytes = {1, 2, 3, 4};
        memory.write(SIZE - 4, bytes, 0, 4);
        byte[] read = new byte[6];
        memory.read(SIZE - 4, read, 1, 4);
        assertArrayEquals(new byte[] {0, 1, 2, 3, 4, 0}, read);
        assertThrows(GuestMemoryFault.class, () -> memory.write(SIZE - 3, bytes, 0, 4));
        assertEquals(2, memory.readByte(SIZE - 3));
    }

    @Test
    void isSeenThroughAViewWithoutACopy() {
        ByteBuffer view = memory.view(100, 8);
        assertEquals(8, view.capacity());
        view.putInt(0, 0x01020304);
        assertEquals(4, memory.readByte(100));
        memory.writeByte(107, 9);
        assertEquals(9, view.get(7));
    }

    @Test
    void growsWithIt() {
        assertEquals(SIZE, memory.size());
        guest.memory().grow(1);
        assertEquals(2 * SIZE, memory.size());
        memory.writeByte(2 * SIZE - 1, 1);
    }
}
