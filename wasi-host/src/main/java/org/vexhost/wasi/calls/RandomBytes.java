package org.vexhost.wasi.calls;

import static org.vexhost.sandbox.spi.GuestMemory.address;

import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.random.Randomness;
import org.vexhost.wasi.session.FunctionList;
import org.vexhost.wasi.session.HostFuelCosts;
import org.vexhost.wasi.session.WasiSession;

/** The function {@code random_get}. */
final class RandomBytes {

    private static final int CHUNK_BYTES = 16 * 1024;

    private RandomBytes() {}

    static void addTo(FunctionList list) {
        list.dependingOn(Dependence.ENTROPY);
        list.add("random_get", "ii", RandomBytes::get);
    }

    private static void get(WasiSession session, GuestMemory memory, long[] arguments)
            throws InterruptedException {
        long address = address(arguments[0]);
        long left = address(arguments[1]);
        memory.check(address, left);
        session.use(left / HostFuelCosts.RANDOM_BYTES);
        Randomness randomness = session.randomness();
        while (left > 0) {
            session.checkAlive();
            byte[] chunk = new byte[(int) Math.min(left, CHUNK_BYTES)];
            randomness.fill(chunk);
            memory.write(address, chunk, 0, chunk.length);
            address += chunk.length;
            left -= chunk.length;
        }
    }
}
