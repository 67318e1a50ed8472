package org.vexhost.wasi.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.sandbox.spi.GuestExitException;
import org.vexhost.wasi.WasiModule;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.kit.FakeContext;
import org.vexhost.wasi.kit.Guest;

/** Arguments, environment, clocks, random bytes, the process. */
class SystemTest {

    private static final int POINTERS = 2000;

    private final WasiModule module = new WasiModule();
    private final FakeContext context = new FakeContext();
    private final Guest guest = new Guest(module, context);

    private List<String> strings(String function) {
        assertEquals(
                Errno.SUCCESS, guest.call(function + "_sizes_get", Guest.RESULT, Guest.RESULT + 4));
        int count = guest.memory.readInt(Guest.RESULT);
        int size = guest.memory.readInt(Guest.RESULT + 4);
        assertEquals(Errno.SUCCESS, guest.call(function + "_get", POINTERS, Guest.DATA));
        String all = guest.text(Guest.DATA, size);
        List<String> strings = List.of(all.split("\0", -1)).subList(0, count);
        int address = Guest.DATA;
        for (int i = 0; i < count; i++) {
            assertEquals(address, guest.memory.readInt(POINTERS + 4 * i));
            address += strings.get(i).getBytes(StandardCharsets.UTF_8).length + 1;
        }
        assertEquals(size, address - Guest.DATA);
        return strings;
    }

    @Test
    void thereAreAllFunctions() {
        assertEquals(46, module.functions().size());
        assertEquals(46, module.functions().stream().map(each -> each.name()).distinct().count());
        assertEquals("wasi_snapshot_preview1", module.name());
    }

    @Test
    void argumentsAreHandedOver() {
        context.arguments = List.of("tool", "zwölf", "", "a b");

        assertEquals(List.of("tool", "zwölf", "", "a b"), strings("args"));
    }

    @Test
    void onlyGrantedVariablesAreHandedOver() {
        context.environment = Map.of("LANG", "de", "LC_ALL", "C", "SECRET", "x", "LC_X", "y");
        context.grant(new Grant.Environment("LC_*"), new Grant.Environment("LANG"));

        assertEquals(List.of("LANG=de", "LC_ALL=C", "LC_X=y"), strings("environ"));
    }

    @Test
    void withoutAGrantThereAreNoVariables() {
        context.environment = Map.of("SECRET", "x");

        assertEquals(List.of(), strings("environ"));
    }

    @Test
    void aVariableThatIsRevokedInBetweenIsNotHandedOver() {
        context.environment = Map.of("LANG", "de");
        context.grant(new Grant.Environment("LANG"));
        strings("environ");
        context.grants = Grants.none();

        assertEquals(Errno.NOTCAPABLE, guest.call("environ_get", POINTERS, Guest.DATA));
        assertEquals("LANG", context.denials.get(0).subject());
        assertEquals("environ_get", context.denials.get(0).function());
    }

    @Test
    void aSecretIsAVariableThatStandsForIt() {
        context.environment = Map.of("LANG", "de", "VEX_SECRET_KEY", "of the host");
        context.grant(
                new Grant.Environment("VEX_*"),
                new Grant.Secret("KEY", Set.of("https://a"), Set.of("x")));
        assertEquals(List.of("VEX_SECRET_KEY=" + context.placeholder("KEY")), strings("environ"));
        context.grants = Grants.none();
        assertEquals(Errno.NOTCAPABLE, guest.call("environ_get", POINTERS, Guest.DATA));
        assertEquals("KEY", context.denials.get(0).subject());
        assertEquals(Capability.SECRET, context.denials.get(0).capability());
    }

    @Test
    void stringsOutOfMemoryAreFaults() {
        long end = guest.memory.size();

        assertEquals(Errno.FAULT, guest.call("args_get", POINTERS, end - 2));
        assertEquals(Errno.FAULT, guest.call("args_get", end - 3, Guest.DATA));
        assertEquals(Errno.FAULT, guest.call("args_sizes_get", end, Guest.RESULT));
    }

    @Test
    void clocksRun() {
        for (int clock = 0; clock < 4; clock++) {
            assertEquals(Errno.SUCCESS, guest.call("clock_res_get", clock, Guest.RESULT));
            assertTrue(guest.resultLong() > 0);
            assertEquals(Errno.SUCCESS, guest.call("clock_time_get", clock, 0, Guest.RESULT));
            long first = guest.resultLong();
            guest.call("clock_time_get", clock, 0, Guest.RESULT);
            assertTrue(guest.resultLong() >= first);
        }
        guest.call("clock_time_get", 0, 0, Guest.RESULT);
        long now = System.currentTimeMillis();
        assertTrue(Math.abs(guest.resultLong() / 1_000_000 - now) < 60_000);
    }

    @Test
    void otherClocksAreInvalid() {
        assertEquals(Errno.INVAL, guest.call("clock_res_get", 4, Guest.RESULT));
        assertEquals(Errno.INVAL, guest.call("clock_time_get", -1, 0, Guest.RESULT));
        assertEquals(Errno.FAULT, guest.call("clock_time_get", 0, 0, guest.memory.size() - 7));
    }

    private String random(Guest from) {
        assertEquals(Errno.SUCCESS, from.call("random_get", Guest.DATA, 37));
        byte[] bytes = new byte[37];
        from.memory.read(Guest.DATA, bytes, 0, 37);
        return new BigInteger(1, bytes).toString(16);
    }

    @Test
    void randomBytesDifferFromCallToCall() {
        String first = random(guest);

        assertNotEquals(first, random(guest));
        assertNotEquals(first, random(new Guest(module, new FakeContext())));
    }

    @Test
    void randomBytesWithAGrantAreTheHostsEntropy() {
        context.grant(new Grant.Cryptography());

        assertNotEquals(random(guest), random(guest));
    }

    @Test
    void deterministicCallsAreAllTheSame() throws InterruptedException {
        FakeContext one = new FakeContext();
        FakeContext two = new FakeContext();
        one.isDeterministic = true;
        two.isDeterministic = true;
        Guest first = new Guest(module, one);
        Guest second = new Guest(module, two);

        assertEquals(random(first), random(second));
        assertEquals(random(first), random(second));
        Thread.sleep(2);
        for (int clock = 0; clock < 4; clock++) {
            first.call("clock_time_get", clock, 0, Guest.RESULT);
            second.call("clock_time_get", clock, 0, Guest.RESULT);
            assertEquals(first.resultLong(), second.resultLong());
            assertTrue(clock > 1 || first.resultLong() > 0, "clock " + clock + " shows 0");
        }
    }

    @Test
    void randomBytesFillExactlyWhatWasAskedFor() {
        guest.memory.writeByte(Guest.DATA - 1, 7);
        guest.memory.writeByte(Guest.DATA + 100_003, 7);

        assertEquals(Errno.SUCCESS, guest.call("random_get", Guest.DATA, 100_003));
        assertEquals(7, guest.memory.readByte(Guest.DATA - 1));
        assertEquals(7, guest.memory.readByte(Guest.DATA + 100_003));
        assertEquals(Errno.SUCCESS, guest.call("random_get", Guest.DATA, 0));
        assertEquals(Errno.FAULT, guest.call("random_get", Guest.DATA, 0xFFFF_FFFFL));
    }

    @Test
    void exitingEndsTheCall() {
        GuestExitException exit =
                assertThrows(
                        GuestExitException.class, () -> guest.callInterruptibly("proc_exit", 3));
        assertEquals(3, exit.code());
    }

    @Test
    void signalsAreNotSupported() {
        assertEquals(Errno.SUCCESS, guest.call("proc_raise", 0));
        assertEquals(Errno.NOTSUP, guest.call("proc_raise", 6));
        assertEquals(Errno.INVAL, guest.call("proc_raise", 31));
        assertEquals(Errno.SUCCESS, guest.call("sched_yield"));
    }

    @Test
    void nothingIsASocket() {
        assertEquals(Errno.NOTSOCK, guest.call("sock_accept", 0, 0, Guest.RESULT));
        assertEquals(Errno.NOTSOCK, guest.call("sock_recv", 1, 0, 0, 0, 0, 0));
        assertEquals(Errno.NOTSOCK, guest.call("sock_send", 2, 0, 0, 0, 0));
        assertEquals(Errno.NOTSOCK, guest.call("sock_shutdown", 0, 0));
        assertEquals(Errno.BADF, guest.call("sock_shutdown", 3, 0));
        assertEquals(Errno.BADF, guest.call("sock_accept", 99, 0, Guest.RESULT));
    }

    @Test
    void withoutAnyDirectoryPathsAreNotCapable() {
        assertEquals(Errno.BADF, guest.call("fd_prestat_get", 3, Guest.RESULT));
        assertEquals(Errno.NOTCAPABLE, guest.open(3, "etc/passwd", 0, 2).errno());
        assertEquals("path_open", context.denials.get(0).function());
    }
}
