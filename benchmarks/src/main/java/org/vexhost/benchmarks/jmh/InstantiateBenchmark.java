package org.vexhost.benchmarks.jmh;

import com.dylibso.chicory.runtime.ImportValues;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.vexhost.benchmarks.Guests;
import org.vexhost.benchmarks.peer.Kernels;
import org.vexhost.sandbox.compile.CompiledModule;
import org.vexhost.sandbox.guest.GuestInstance;

/** Instantiates a compiled module and releases its memory, without a call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:-DontCompileHugeMethods", "-XX:-ClipInlining"})
public class InstantiateBenchmark {

    /** Which module; {@code echo-N} is the smallest tool with N pages of memory. */
    @Param({"echo-1", "echo-2", "echo-17", "text-stats"})
    public String tool;

    private CompiledModule module;

    /** Compiles the module. */
    @Setup
    public void compile() throws Exception {
        module = Kernels.metered(Guests.tool(tool));
    }

    /** Instantiates the module. */
    @Benchmark
    public int instantiate() {
        try (GuestInstance guest = module.instantiate(ImportValues.empty(), Kernels.options())) {
            return guest.memory().pages();
        }
    }
}
