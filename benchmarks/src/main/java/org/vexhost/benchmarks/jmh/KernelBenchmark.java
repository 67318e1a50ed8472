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

/** The cost of counting fuel and call depth for a module that computes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:-DontCompileHugeMethods", "-XX:-ClipInlining"})
public class KernelBenchmark {

    /** Which kernel of sandbox-core's tests. */
    @Param({"fib", "sha256", "matrix", "sieve", "quicksort", "scan"})
    public String kernel;

    /** Whether fuel and depth are counted. */
    @Param({"true", "false"})
    public boolean metered;

    private CompiledModule module;
    private long argument;

    /** Compiles the module. */
    @Setup
    public void compile() throws Exception {
        byte[] wasm = Guests.kernel(kernel);
        module = metered ? Kernels.metered(wasm) : Kernels.unmetered(wasm);
        argument = Guests.kernelArgument(kernel);
    }

    /** Creates a guest and calls it once. */
    @Benchmark
    public long call() {
        try (GuestInstance guest = module.instantiate(ImportValues.empty(), Kernels.options())) {
            return guest.call("run", argument)[0];
        }
    }
}
