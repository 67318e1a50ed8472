package org.vexhost.sandbox.compile;

import com.dylibso.chicory.runtime.ImportValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.testing.RandomModule;

/** Runs one random module in all ways there are, and tells what came of it. */
final class Fuzz {

    private static final int CALLS = 3;

    private Fuzz() {}

    /**
     * What a guest did, call by call.
     *
     * @param visible results, traps, memory and globals, which no way of running may change
     * @param fuel the fuel used, which is the same whenever it is counted
     */
    record Outcome(List<String> visible, List<Long> fuel) {}

    static Outcome run(long seed, CompileOptions.Mode mode, long budget)
            throws InvalidModuleException {
        CompiledModule module =
                ModuleCompiler.uncached()
                        .compile(
                                RandomModule.of(seed),
                                new CompileOptions(ModuleLimits.DEFAULT, mode));
        List<String> visible = new ArrayList<>();
        List<Long> fuel = new ArrayList<>();
        var gauge = new FuelGauge(budget);
        var options =
                new InstanceOptions(
                        4 << 16,
                        40,
                        CompiledModule.DEFAULT_CALL_DEPTH,
                        gauge,
                        MemoryPool.NONE,
                        null);
        Random arguments = new Random(seed);
        GuestInstance guest;
        try {
            guest = module.instantiate(ImportValues.empty(), options);
        } catch (GuestTrapException e) {
            return new Outcome(List.of("instantiation: " + e.kind()), List.of(gauge.consumed()));
        }
        for (int call = 0; call < CALLS; call++) {
            try {
                long[] results = guest.call("run", arguments.nextInt(100), arguments.nextLong());
                visible.add(Arrays.toString(results));
            } catch (GuestTrapException e) {
                visible.add(e.kind().name());
            } catch (FuelExhaustedException e) {
                visible.add("out of fuel");
            }
            fuel.add(gauge.consumed());
            visible.add(state(guest));
        }
        guest.close();
        return new Outcome(visible, fuel);
    }

    private static String state(GuestInstance guest) {
        StringBuilder state = new StringBuilder();
        state.append(guest.memory().byteLength()).append(' ');
        state.append(Arrays.hashCode(guest.memory().data)).append(' ');
        for (int i = 0; i < 5; i++) {
            state.append(guest.instance().global(i).getValue()).append(' ');
        }
        return state.toString();
    }
}
