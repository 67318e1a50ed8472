package org.vexhost.sandbox.compile;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.guest.FuelExhaustedException;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.GuestTable;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.testing.RandomModule;

/** One random module, compiled once for each way there is to run it. */
final class Fuzz {

    static final long PLENTY = 1_000_000_000L;

    private static final int CALLS = 3;
    private static final int MAX_PAGES = 4;
    private static final int MAX_TABLE_ELEMENTS = 40;

    /** Wasmtime limits each table, we limit all of a guest's together. */
    private static final int PLENTY_OF_ELEMENTS = 1_000_000;

    private final long seed;
    private final CompiledModule module;

    private Fuzz(long seed, CompiledModule module) {
        this.seed = seed;
        this.module = module;
    }

    /**
     * What a guest did, call by call.
     *
     * @param visible results, traps, memory, tables, globals and what host functions were given,
     *     which no way of running may change
     * @param fuel the fuel used at each host call and at the end of each call, which is the same
     *     whenever it is counted
     */
    record Outcome(List<String> visible, List<Long> fuel) {}

    static Fuzz compile(long seed, CompileOptions.Mode mode) throws InvalidModuleException {
        return compile(seed, RandomModule.hosted(seed), mode);
    }

    static Fuzz compile(long seed, byte[] module, CompileOptions.Mode mode)
            throws InvalidModuleException {
        return new Fuzz(
                seed,
                StrictCompiler.uncached()
                        .compile(module, new CompileOptions(ModuleLimits.DEFAULT, mode)));
    }

    /** Returns how many functions were left to the interpreter. */
    int interpretedFunctions() {
        return module.interpretedFunctions();
    }

    /**
     * One call on an instance of its own.
     *
     * @param line what compare.py reads: all of it, with tabs between
     */
    record Call(long fuel, String line) {}

    /** Calls the guest once, where no limit but the fuel is in its way. */
    Call call(long budget) {
        var hosts = new ArrayList<String>();
        var gauge = new FuelGauge(budget);
        var options =
                new InstanceOptions(
                        MAX_PAGES << 16,
                        PLENTY_OF_ELEMENTS,
                        InstanceOptions.DEFAULT_CALL_DEPTH,
                        gauge,
                        MemoryPool.NONE,
                        null);
        long[] arguments = {Math.floorMod(seed, 100), seed * 0x9E37_79B9_7F4A_7C15L};
        String end;
        try (GuestInstance guest =
                module.instantiate(imports(hosts, new ArrayList<>(), gauge), options)) {
            end = Arrays.toString(guest.call("run", arguments));
        } catch (GuestTrapException e) {
            end = e.kind().name();
        } catch (FuelExhaustedException e) {
            end = "FUEL";
        }
        String line =
                "%d\t%d\t%d\t%d\t%s\t%d\t%s"
                        .formatted(
                                seed,
                                budget,
                                arguments[0],
                                arguments[1],
                                end,
                                gauge.consumed(),
                                String.join(";", hosts));
        return new Call(gauge.consumed(), line);
    }

    /** Makes an instance and calls it a few times. */
    Outcome run(long budget, int maxCallDepth) {
        var visible = new ArrayList<String>();
        var fuel = new ArrayList<Long>();
        var gauge = new FuelGauge(budget);
        var options =
                new InstanceOptions(
                        MAX_PAGES << 16,
                        MAX_TABLE_ELEMENTS,
                        maxCallDepth,
                        gauge,
                        MemoryPool.NONE,
                        null);
        Random arguments = new Random(seed);
        GuestInstance guest;
        try {
            guest = module.instantiate(imports(visible, fuel, gauge), options);
        } catch (GuestTrapException e) {
            visible.add("instantiation: " + e.kind());
            fuel.add(gauge.consumed());
            return new Outcome(visible, fuel);
        } catch (FuelExhaustedException e) {
            visible.add("instantiation: out of fuel");
            fuel.add(gauge.consumed());
            return new Outcome(visible, fuel);
        }
        try (guest) {
            for (int call = 0; call < CALLS; call++) {
                boolean ended = call(guest, arguments, visible);
                fuel.add(gauge.consumed());
                visible.add(state(guest));
                if (!ended) {
                    // A guest that trapped is never called again.
                    break;
                }
            }
        }
        return new Outcome(visible, fuel);
    }

    private static boolean call(GuestInstance guest, Random arguments, List<String> visible) {
        try {
            long[] results = guest.call("run", arguments.nextInt(100), arguments.nextLong());
            visible.add(Arrays.toString(results));
            return true;
        } catch (GuestTrapException e) {
            visible.add(e.kind().name());
        } catch (FuelExhaustedException e) {
            visible.add("out of fuel");
        }
        return false;
    }

    private ImportValues imports(List<String> visible, List<Long> fuel, FuelGauge gauge) {
        var functions = new ArrayList<ImportFunction>();
        for (var needed : module.facts().imports()) {
            WasmFunctionHandle body =
                    (Instance instance, long... given) -> {
                        visible.add(
                                needed.name()
                                        + ":"
                                        + ("mix".equals(needed.name())
                                                ? given[0]
                                                : (int) given[0]));
                        fuel.add(gauge.consumed());
                        return new long[] {answer(needed.name(), given[0])};
                    };
            functions.add(new HostFunction("env", needed.name(), type(needed.name()), body));
        }
        return ImportValues.builder().addFunction(functions.toArray(ImportFunction[]::new)).build();
    }

    private static long answer(String function, long given) {
        return switch (function) {
            case "mix" -> given * 31 + 7;
            case "extern" -> (int) given & 7;
            default -> (int) given;
        };
    }

    private static FunctionType type(String function) {
        return switch (function) {
            case "mix" -> FunctionType.of(List.of(ValType.I64), List.of(ValType.I64));
            case "extern" -> FunctionType.of(List.of(ValType.I32), List.of(ValType.ExternRef));
            default -> FunctionType.of(List.of(ValType.ExternRef), List.of(ValType.I32));
        };
    }

    private String state(GuestInstance guest) {
        StringBuilder state = new StringBuilder();
        state.append(guest.memory().byteLength()).append(' ');
        var bytes = new CRC32();
        bytes.update(guest.memory().data);
        state.append(bytes.getValue()).append(' ');
        for (int i = 0; i < module.facts().exports().size() - 2; i++) {
            state.append(guest.instance().global(i).getValue()).append(' ');
        }
        // The high halves of vectors.
        long[] globals = guest.memory().globals;
        for (int i = module.facts().exports().size() - 2; i < globals.length; i++) {
            state.append(globals[i]).append(' ');
        }
        for (int table = 0; table < module.facts().tables().size(); table++) {
            GuestTable elements = (GuestTable) guest.instance().table(table);
            state.append("| ");
            for (int i = 0; i < elements.size(); i++) {
                state.append(elements.ref(i)).append(' ');
            }
        }
        return state.toString();
    }
}
