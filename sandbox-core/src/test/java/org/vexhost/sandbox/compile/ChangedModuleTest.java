package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.FuelExhaustedException;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.testing.RandomModule;

/** Runs {@code vexhost.fuzz.changed} modules, each changed in 20 ways, on all processors. */
@DisplayName("A module with some bytes changed")
final class ChangedModuleTest {

    private static final int MODULES = Integer.getInteger("vexhost.fuzz.changed", 100);
    private static final long FIRST = Long.getLong("vexhost.fuzz.seed", 1);
    private static final int CHANGES = 20;
    private static final long BUDGET = 20_000;

    @Test
    @DisplayName("is refused with a reason, or runs within its limits")
    void isRefusedOrRuns() {
        long accepted =
                LongStream.range(FIRST, FIRST + MODULES)
                        .parallel()
                        .map(ChangedModuleTest::runChanged)
                        .sum();
        assertTrue(accepted > 0);
        System.out.println(accepted + " of " + MODULES * CHANGES + " changed modules were valid");
    }

    private static long runChanged(long seed) {
        byte[] original = RandomModule.of(seed);
        Random random = new Random(seed);
        long accepted = 0;
        for (int i = 0; i < CHANGES; i++) {
            byte[] bytes = original.clone();
            for (int left = 1 + random.nextInt(3); left > 0; left--) {
                int at = 8 + random.nextInt(bytes.length - 8);
                bytes[at] =
                        (byte)
                                (random.nextBoolean()
                                        ? random.nextInt(256)
                                        : bytes[at] ^ 1 << random.nextInt(8));
            }
            try {
                run(bytes, random.nextInt(4) == 0 ? Mode.INTERPRETED : Mode.COMPILED);
                accepted++;
            } catch (InvalidModuleException e) {
                if (e.reason() == InvalidModuleException.Reason.NOT_COMPILABLE) {
                    throw new AssertionError("seed " + seed + ", change " + i, e);
                }
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", change " + i, e);
            }
        }
        return accepted;
    }

    private static void run(byte[] bytes, Mode mode) throws InvalidModuleException {
        CompiledModule module =
                StrictCompiler.uncached()
                        .compile(bytes, new CompileOptions(ModuleLimits.DEFAULT, mode));
        ModuleFacts facts = module.facts();
        if (!facts.imports().isEmpty()
                || facts.memory().map(ModuleFacts.Memory::minPages).orElse(0) > 16
                || facts.tables().stream().mapToLong(ModuleFacts.Table::minElements).sum()
                        > 1_000) {
            return;
        }
        var options =
                new InstanceOptions(
                        16 << 16, 1_000, 5_000, new FuelGauge(BUDGET), MemoryPool.NONE, null);
        try (GuestInstance guest = module.instantiate(ImportValues.empty(), options)) {
            for (ModuleFacts.Export export : facts.exports()) {
                if (export.signature().isPresent()) {
                    int arguments = export.signature().get().params().size();
                    guest.call(export.name(), new long[arguments]);
                }
            }
        } catch (GuestTrapException | FuelExhaustedException e) {
            assertTrue(options.gauge().consumed() <= BUDGET);
        }
    }
}
