package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vexhost.sandbox.testing.ModuleWriter.I32;
import static org.vexhost.sandbox.testing.ModuleWriter.I64;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolException;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.testing.Await;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("A tool that asks for a snapshot")
class SnapshotTest {

    private static final int[] NONE = {};
    private static final Bytes LOOP = Bytes.of(0x03, 0x40, 0x0C, 0, 0x0B);
    private static final Bytes TRAP = Bytes.of(0x00);

    private final FakeAsk ask = new FakeAsk();
    private final WasmEngine engine = engine(builder -> builder);

    private WasmEngine engine(UnaryOperator<WasmEngine.Builder> change) {
        return change.apply(
                        WasmEngine.builder()
                                .hostModule(new FakeWasi())
                                .hostModule(new FakeVex())
                                .hostModule(ask))
                .build();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static WasmToolSpec.Builder spec(byte[] module) {
        return Guests.spec("tool", module).snapshot(true);
    }

    private WasmTool tool(byte[] module) throws InvalidModuleException {
        return engine.prepare(spec(module).build());
    }

    private static String call(WasmTool tool) throws ToolException {
        return tool.execute(Guests.call("[]")).text();
    }

    private static long fuel(WasmTool tool) throws ToolException {
        return tool.run(Guests.call("[]")).usage().fuelConsumed();
    }

    /** Answers with what {@code _initialize} got from a host function, a digit. */
    static byte[] asking(Dependence dependence) {
        ModuleWriter module = new ModuleWriter().memory(1, 4);
        int number = module.type(NONE, new int[] {I32});
        int asked = module.importFunction("ask", dependence.name(), number);
        Bytes initialise =
                Bytes.of(0x41).s64(600).u8(0x10, asked, 0x41).s64(48).u8(0x6A, 0x3A, 0, 0);
        return answering(module, initialise);
    }

    /** Does something in {@code _initialize}. */
    static byte[] initialising(Bytes code) {
        return answering(new ModuleWriter().memory(1, 4), code);
    }

    private static byte[] answering(ModuleWriter module, Bytes initialise) {
        module.entry(11, Bytes.of(0, 0x41).s64(600).u8(0x0B, 1, '7'));
        int allocate =
                module.function(
                        module.type(new int[] {I32}, new int[] {I32}),
                        NONE,
                        Bytes.of(0x41).s64(1024));
        int execute =
                module.function(
                        module.type(new int[] {I32, I32}, new int[] {I64}),
                        NONE,
                        Bytes.of(0x42).s64(600L << 32 | 1));
        int initialised = module.function(module.type(NONE, NONE), NONE, initialise);
        return module.export("memory", 2, 0)
                .export("vex_allocate", 0, allocate)
                .export("vex_execute", 0, execute)
                .export("_initialize", 0, initialised)
                .toByteArray();
    }

    @Nested
    @DisplayName("starts each call from it:")
    class Calls {

        @Test
        @DisplayName("start function, _initialize and wizer.initialize have run, once")
        void answers() throws Exception {
            WasmTool without =
                    engine.prepare(Guests.spec("other", Guests.core("snapshot")).build());
            WasmTool with = tool(Guests.core("snapshot"));
            assertEquals(Optional.empty(), with.snapshotProblem());
            // Three pages of 4 KiB, nine globals and two fields for the first of them, and two
            // tables with five elements.
            assertEquals(3 * 4_096 + 11 * 8 + 5 * 4, with.snapshotBytes());
            assertEquals(0, without.snapshotBytes());
            String state = call(with);
            // But for wizer.initialize, which is not for those that ask for no snapshot.
            assertEquals(call(without).replace("[1,1,1,0,", "[1,1,1,1,"), state);
            for (int i = 0; i < 100; i++) {
                assertEquals(state, call(with));
            }
        }

        @Test
        @DisplayName("a call pays for what it does, and not for what was done before")
        void fuelOfCalls() throws Exception {
            byte[] module = initialising(new Bytes().raw(new byte[0]).u8(0x41, 1, 0x1A));
            byte[] costly = initialising(counting(1_000));
            WasmTool cheap = tool(module);
            WasmTool once = tool(costly);
            WasmTool always = engine.prepare(Guests.spec("always", costly).build());
            assertEquals(fuel(cheap), fuel(once));
            assertTrue(fuel(always) > fuel(once) + 1_000);
        }

        @Test
        @DisplayName("memory that it has is counted as its own, and growth is limited as ever")
        void memory() throws Exception {
            WasmTool tool = tool(Guests.core("snapshot"));
            // Five pages after its initialisation, and one that the call adds.
            assertEquals(6 << 16, tool.run(Guests.call("[]")).usage().peakMemoryBytes());
            WasmTool small =
                    engine.prepare(
                            spec(Guests.core("snapshot"))
                                    .limits(Guests.limits(all -> all.maxMemoryBytes(5 << 16)))
                                    .build());
            assertEquals(5 << 16, small.run(Guests.call("[]")).usage().peakMemoryBytes());
            assertEquals(call(tool), call(small));
        }

        @Test
        @DisplayName("calls at the same time do not see each other")
        void concurrency() throws Exception {
            WasmTool tool = tool(Guests.core("snapshot"));
            String state = call(tool);
            ExecutorService callers = Executors.newFixedThreadPool(6);
            try {
                List<Future<Integer>> all = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    all.add(
                            callers.submit(
                                    () -> {
                                        int same = 0;
                                        for (int j = 0; j < 200; j++) {
                                            same += call(tool).equals(state) ? 1 : 0;
                                        }
                                        return same;
                                    }));
                }
                for (Future<Integer> each : all) {
                    assertEquals(200, each.get(60, TimeUnit.SECONDS));
                }
            } finally {
                callers.shutdownNow();
            }
        }

        @Test
        @DisplayName("calls that end in a trap or without fuel leave nothing for the next")
        void traps() throws Exception {
            WasmTool tool =
                    engine.prepare(
                            spec(Guests.core("snapshot"))
                                    .limits(Guests.limits(all -> all.maxFuel(1_000_000)))
                                    .build());
            String state = call(tool);
            for (String use : new String[] {"[1]", "[2]"}) {
                ToolException trapped =
                        assertThrows(ToolException.class, () -> tool.execute(Guests.call(use)));
                assertEquals(ErrorReason.TRAP, trapped.error().reason());
                assertEquals(state, call(tool));
            }
        }

        @Test
        @DisplayName("what it prints then is logged, and what it wrote is in its memory")
        void output() throws Exception {
            ask.answer =
                    context -> {
                        FakeAsk.print(context, "hello");
                        return 3;
                    };
            WasmTool tool = tool(asking(Dependence.NOTHING));
            assertEquals(Optional.empty(), tool.snapshotProblem());
            ask.answer = context -> 4;
            assertEquals("3", call(tool));
            assertEquals(1, ask.asked.get());
        }
    }

    /** Counts down from a number. */
    static Bytes counting(int from) {
        // A global would do; memory is there already.
        return Bytes.of(0x41, 0, 0x41)
                .s64(from)
                .u8(0x36, 2, 0)
                .u8(0x03, 0x40)
                .u8(0x41, 0, 0x41, 0, 0x28, 2, 0, 0x41, 1, 0x6B, 0x36, 2, 0)
                .u8(0x41, 0, 0x28, 2, 0, 0x0D, 0, 0x0B);
    }

    @Nested
    @DisplayName("runs without one, and says why,")
    class Problems {

        private void assertProblem(String problem, WasmTool tool) {
            assertEquals(Optional.of(problem), tool.snapshotProblem());
            assertEquals(0, tool.snapshotBytes());
            assertEquals(0, engine.snapshotBytes());
        }

        @ParameterizedTest(name = "{0}")
        @DisplayName("when it asks what can differ from call to call:")
        @EnumSource(
                value = Dependence.class,
                names = {"ARGUMENTS", "CLOCK", "ENTROPY", "FILES", "HOST"})
        void asks(Dependence dependence) throws Exception {
            WasmTool tool = tool(asking(dependence));
            assertProblem(
                    "its initialisation calls '%s', which depends on %s"
                            .formatted(dependence, dependence.text()),
                    tool);
            assertEquals(0, ask.asked.get());
            assertEquals("7", call(tool));
            ask.answer = context -> 8;
            assertEquals("8", call(tool));
        }

        @ParameterizedTest(name = "{0}, {1}")
        @DisplayName("when it asks for what it requests, and not when it requests nothing of it:")
        @CsvSource({
            "ENVIRONMENT, ENVIRONMENT",
            "ENVIRONMENT, SECRET",
            "DIRECTORIES, FILE_SYSTEM",
        })
        void requested(Dependence dependence, Capability capability) throws Exception {
            WasmTool tool =
                    engine.prepare(
                            spec(asking(dependence)).capabilities(Set.of(capability)).build());
            assertProblem(
                    "its initialisation calls '%s', which depends on %s"
                            .formatted(dependence, dependence.text()),
                    tool);
            ask.answer = context -> context.environment().size();
            WasmTool other =
                    engine.prepare(
                            spec(asking(dependence)).environment(() -> Map.of("A", "B")).build());
            assertEquals(Optional.empty(), other.snapshotProblem());
            ask.answer = context -> 9;
            assertEquals("0", call(other));
        }

        @Test
        @DisplayName("when its fuel does not last, as each call says then")
        void fuelLimit() throws Exception {
            SandboxLimits limits = Guests.limits(all -> all.maxFuel(5_000));
            WasmTool tool = engine.prepare(spec(initialising(LOOP)).limits(limits).build());
            assertProblem("Tool 'tool' exceeded maxFuel of 5000 units [consumed 5000]", tool);
            ToolException thrown = assertThrows(ToolException.class, () -> call(tool));
            assertEquals(ErrorReason.FUEL, thrown.error().reason());
        }

        @Test
        @DisplayName("when its time is over")
        void time() throws Exception {
            SandboxLimits limits =
                    Guests.limits(
                            all -> all.maxFuel(1_000_000_000_000L).timeout(Duration.ofMillis(200)));
            WasmTool tool = engine.prepare(spec(initialising(LOOP)).limits(limits).build());
            String problem = tool.snapshotProblem().orElseThrow();
            assertTrue(
                    problem.startsWith("Tool 'tool' exceeded timeout of 200 ms [after "), problem);
            // On a busy machine the thread may end after it was given up.
            Await.until(() -> engine.stuckThreads() == 0, engine::stuckThreads);
            assertEquals(0, engine.snapshotBytes());
        }

        @Test
        @DisplayName("when it traps")
        void trap() throws Exception {
            WasmTool tool = tool(initialising(TRAP));
            String problem = tool.snapshotProblem().orElseThrow();
            assertTrue(problem.startsWith("Tool 'tool' trapped [unreachable"), problem);
            ToolException thrown = assertThrows(ToolException.class, () -> call(tool));
            assertEquals(ErrorReason.TRAP, thrown.error().reason());
        }

        @Test
        @DisplayName("when it calls itself too deep")
        void depth() throws Exception {
            // Function 2 is the initialisation itself.
            WasmTool tool = tool(initialising(Bytes.of(0x10, 2, 0x10, 2)));
            String problem = tool.snapshotProblem().orElseThrow();
            assertTrue(problem.contains("maxCallDepth"), problem);
        }

        @Test
        @DisplayName("when it exits")
        void exit() throws Exception {
            ModuleWriter module = new ModuleWriter().memory(1, 1);
            int exit =
                    module.importFunction(
                            "wasi_snapshot_preview1",
                            "proc_exit",
                            module.type(new int[] {I32}, NONE));
            WasmTool tool = tool(answering(module, Bytes.of(0x41, 3, 0x10, exit)));
            assertProblem(
                    "Tool 'tool' ended with exit code 3 before it returned a result [stderr:"
                            + " nothing]",
                    tool);
        }

        @Test
        @DisplayName("when there is nothing to run before a call")
        void nothing() throws Exception {
            assertProblem(
                    "there is nothing to run before a call: the module exports neither"
                            + " '_initialize' nor 'wizer.initialize'",
                    tool(Guests.example("echo")));
        }

        @Test
        @DisplayName("when it is a program that exports _start only")
        void command() throws Exception {
            WasmTool tool =
                    engine.prepare(spec(Guests.hostile("command-echo")).abi(Abi.COMMAND).build());
            assertProblem(
                    "a program that exports '_start' only cannot be snapshotted, as '_start' does"
                            + " everything; export 'wizer.initialize', or build a reactor with abi"
                            + " 'vex'",
                    tool);
            assertEquals("[1]", tool.execute(Guests.call("[1]")).text());
        }

        @Test
        @DisplayName("when it is larger than all of the host may be")
        void budget() throws Exception {
            WasmTool whole = tool(Guests.core("snapshot"));
            long bytes = whole.snapshotBytes();
            assertEquals(bytes, engine.snapshotBytes());
            try (WasmEngine small = engine(builder -> builder.maxSnapshotBytes(2 * bytes - 1))) {
                WasmTool first = small.prepare(spec(Guests.core("snapshot")).build());
                assertEquals(Optional.empty(), first.snapshotProblem());
                WasmTool second = small.prepare(spec(Guests.core("snapshot")).build());
                String problem = second.snapshotProblem().orElseThrow();
                assertTrue(
                        problem.startsWith("snapshots exceed maxSnapshotBytes of ")
                                && problem.endsWith(
                                        " [this one %d, others %d]".formatted(bytes, bytes)),
                        problem);
                assertEquals(call(first), call(second));
                first.close();
                assertEquals(0, small.snapshotBytes());
                assertTrue(
                        small.prepare(spec(Guests.core("snapshot")).build())
                                .snapshotProblem()
                                .isEmpty());
            }
        }
    }

    @Test
    @DisplayName("gives it up when it is closed, once")
    void closed() throws Exception {
        WasmTool tool = tool(Guests.core("snapshot"));
        call(tool);
        assertEquals(tool.snapshotBytes(), engine.snapshotBytes());
        tool.close();
        tool.close();
        assertEquals(0, tool.snapshotBytes());
        assertEquals(0, engine.snapshotBytes());
    }

    @ParameterizedTest(name = "snapshot {0}")
    @DisplayName("has wizer.initialize run before _start, with a snapshot and without one")
    @ValueSource(booleans = {true, false})
    void command(boolean possible) throws Exception {
        ask.answer = context -> 5;
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int number = module.type(NONE, new int[] {I32});
        String asked = possible ? "NOTHING" : "CLOCK";
        int asking = module.importFunction("ask", asked, number);
        int write =
                module.importFunction(
                        "wasi_snapshot_preview1",
                        "fd_write",
                        module.type(new int[] {I32, I32, I32, I32}, new int[] {I32}));
        int nothing = module.type(NONE, NONE);
        int wizer =
                module.function(
                        nothing,
                        NONE,
                        Bytes.of(0x41, 0, 0x10, asking, 0x41).s64(48).u8(0x6A, 0x3A, 0, 0));
        int start =
                module.function(
                        nothing,
                        NONE,
                        Bytes.of(0x41, 8, 0x41, 0, 0x36, 2, 0, 0x41, 12, 0x41, 1, 0x36, 2, 0)
                                .u8(0x41, 1, 0x41, 8, 0x41, 1, 0x41, 16, 0x10, write, 0x1A));
        byte[] bytes =
                module.export("memory", 2, 0)
                        .export("wizer.initialize", 0, wizer)
                        .export("_start", 0, start)
                        .toByteArray();
        WasmTool tool = engine.prepare(spec(bytes).abi(Abi.COMMAND).build());
        assertEquals(possible, tool.snapshotProblem().isEmpty());
        assertEquals("5", call(tool));
        ask.answer = context -> 6;
        assertEquals(possible ? "5" : "6", call(tool));
        assertFalse(engine.isClosed());
    }
}
