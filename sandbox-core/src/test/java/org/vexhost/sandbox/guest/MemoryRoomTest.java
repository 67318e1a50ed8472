package org.vexhost.sandbox.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.dylibso.chicory.runtime.ImportValues;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.compile.CompiledModule;
import org.vexhost.sandbox.compile.StrictCompiler;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("The room of a memory to grow into")
final class MemoryRoomTest {

    private static final int PAGE = 65_536;
    private static final int MAX = 64 * PAGE;
    private static final int I32 = ModuleWriter.I32;

    private final MemoryRoom room = new MemoryRoom();

    @Test
    void isWhatAnEarlierGuestNeeded() {
        assertEquals(2 * PAGE, room.arrayBytes(2 * PAGE, MAX));
        room.learn(3 * PAGE);
        assertEquals(5 * PAGE, room.arrayBytes(2 * PAGE, MAX));
        room.learn(0);
        assertEquals(5 * PAGE, room.arrayBytes(2 * PAGE, MAX));
        room.learn(4 * PAGE);
        assertEquals(6 * PAGE, room.arrayBytes(2 * PAGE, MAX));
    }

    @Test
    void isNeverMoreThanTheMemoryMayGrow() {
        room.learn(8 * PAGE);
        assertEquals(4 * PAGE, room.arrayBytes(2 * PAGE, 4 * PAGE));
    }

    @Test
    void isNoneForGuestsThatGrowByVeryMuch() {
        room.learn(MemoryRoom.MAX_BYTES + PAGE);
        assertEquals(PAGE, room.arrayBytes(PAGE, MAX));
    }

    @Test
    void isLessIfNoGuestNeededItForLong() {
        room.learn(8 * PAGE);
        for (int i = 1; i < MemoryRoom.GUESTS; i++) {
            room.learn(i == 50 ? PAGE : 0);
            assertEquals(9 * PAGE, room.arrayBytes(PAGE, MAX));
        }
        room.learn(0);
        assertEquals(2 * PAGE, room.arrayBytes(PAGE, MAX));
    }

    /** {@code run} grows the memory, and returns what is in the last byte before and afterwards. */
    @Test
    @DisplayName("makes no difference to a guest: what is behind its memory is out of bounds")
    void cannotBeSeen() throws InvalidModuleException {
        var module = new ModuleWriter().memory(1, 4);
        int grows = module.type(new int[] {I32}, new int[] {I32});
        module.export("grow", 0, module.function(grows, new int[0], Bytes.of(0x20, 0, 0x40, 0)));
        module.export("load", 0, module.function(grows, new int[0], Bytes.of(0x20, 0, 0x2D, 0, 0)));
        CompiledModule compiled =
                StrictCompiler.uncached()
                        .compile(
                                module.toByteArray(),
                                new CompileOptions(ModuleLimits.GENEROUS, Mode.COMPILED));
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            var options =
                    new InstanceOptions(
                            MAX,
                            100,
                            1_000_000,
                            new FuelGauge(Long.MAX_VALUE),
                            MemoryPool.NONE,
                            null);
            try (GuestInstance guest = compiled.instantiate(ImportValues.empty(), options)) {
                lengths.add(guest.memory().data.length / PAGE);
                assertEquals(PAGE, guest.memory().byteLength());
                assertOutOfBounds(guest, PAGE);
                assertArrayEquals(new long[] {1}, guest.call("grow", 2));
                assertArrayEquals(new long[] {0}, guest.call("load", 3 * PAGE - 1));
            }
        }
        assertEquals(List.of(1, 3, 3), lengths);
    }

    private static void assertOutOfBounds(GuestInstance guest, int address) {
        var trap = assertThrows(GuestTrapException.class, () -> guest.call("load", address));
        assertEquals(TrapKind.MEMORY_OUT_OF_BOUNDS, trap.kind());
    }
}
