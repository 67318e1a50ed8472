package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolOutput;

@DisplayName("A limit holds at max - 1, max and max + 1:")
class LimitsTest {

    private static final WasmEngine ENGINE =
            WasmEngine.builder().hostModule(new FakeWasi()).hostModule(new FakeVex()).build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    /** What an action answers under changed limits. */
    private static ToolOutput run(
            int action, long number, UnaryOperator<SandboxLimits.Builder> limits)
            throws InvalidModuleException, ToolException {
        return tool(limits).run(Guests.call("[%d,%d]".formatted(action, number)));
    }

    private static WasmTool tool(UnaryOperator<SandboxLimits.Builder> limits)
            throws InvalidModuleException {
        return ENGINE.prepare(
                Guests.spec("actions", Guests.core("actions"))
                        .limits(Guests.limits(limits))
                        .build());
    }

    private static ToolError error(
            int action, long number, UnaryOperator<SandboxLimits.Builder> limits) {
        return assertThrows(ToolException.class, () -> run(action, number, limits)).error();
    }

    @Nested
    @DisplayName("maxMemoryBytes")
    class Memory {
        private String grow(int pages, long maxBytes) throws Exception {
            return run(0, pages, limits -> limits.maxMemoryBytes(maxBytes)).output().text();
        }

        @Test
        void letsMemoryGrowUpToIt() throws Exception {
            assertEquals("0", grow(8, 10 * 65536));
            assertEquals("0", grow(9, 10 * 65536));
        }

        @Test
        void makesGrowthBeyondItAnswerMinusOne() throws Exception {
            assertEquals("-1", grow(10, 10 * 65536));
        }

        @Test
        void countsWholePages() throws Exception {
            assertEquals("-1", grow(9, 10 * 65536 - 1));
        }

        @Test
        void endsAtTheLastByteHoweverItWasReached() throws Exception {
            for (int pages = 1; pages < 40; pages++) {
                ToolError error = error(7, pages, UnaryOperator.identity());
                assertEquals(
                        "Tool 'actions' trapped [out of bounds memory access, in function[6] (code"
                                + " at 0x176), called by 'vex_execute']",
                        error.message());
                assertEquals((1 + pages) * 65536L, error.usage().orElseThrow().peakMemoryBytes());
            }
        }

        @Test
        void isReportedAsPeak() throws Exception {
            ToolOutput output = run(0, 9, limits -> limits.maxMemoryBytes(10 * 65536));
            assertEquals(10 * 65536, output.usage().peakMemoryBytes());
        }

        @Test
        void isComparedWithTheDeclaredMinimum() throws Exception {
            WasmToolSpec.Builder spec =
                    Guests.spec("at-limit", Guests.hostile("memory-minimum-at-limit"));
            ENGINE.prepare(spec.build());
            WasmToolSpec above =
                    spec.limits(Guests.limits(limits -> limits.maxMemoryBytes((64 << 20) - 1)))
                            .build();
            InvalidModuleException refused =
                    assertThrows(InvalidModuleException.class, () -> ENGINE.prepare(above));
            assertEquals(InvalidModuleException.Reason.LIMIT_EXCEEDED, refused.reason());
        }
    }

    @Nested
    @DisplayName("maxTableElements")
    class Table {
        private String grow(int elements, int max) throws Exception {
            return run(1, elements, limits -> limits.maxTableElements(max)).output().text();
        }

        @Test
        void letsTablesGrowUpToIt() throws Exception {
            assertEquals("0", grow(98, 100));
            assertEquals("0", grow(99, 100));
        }

        @Test
        void makesGrowthBeyondItAnswerMinusOne() throws Exception {
            assertEquals("-1", grow(100, 100));
        }

        @Test
        void holdsForTheNextCallToo() throws Exception {
            WasmTool tool = tool(limits -> limits.maxTableElements(100));
            for (int i = 0; i < 5; i++) {
                assertEquals("0", tool.execute(Guests.call("[1,99]")).text());
                assertEquals("-1", tool.execute(Guests.call("[1,100]")).text());
            }
        }

        @Test
        void isComparedWithTheDeclaredMinimum() throws Exception {
            tool(limits -> limits.maxTableElements(1));
            assertThrows(
                    InvalidModuleException.class, () -> tool(limits -> limits.maxTableElements(0)));
        }
    }

    @Nested
    @DisplayName("maxOutputBytes")
    class Output {
        @Test
        void letsAResultThrough() throws Exception {
            assertEquals(
                    999, run(2, 999, limits -> limits.maxOutputBytes(1000)).output().sizeBytes());
            assertEquals(
                    1000, run(2, 1000, limits -> limits.maxOutputBytes(1000)).output().sizeBytes());
        }

        @Test
        void endsACallWithALargerOne() {
            ToolError error = error(2, 1001, limits -> limits.maxOutputBytes(1000));
            assertEquals(ErrorReason.OUTPUT_TOO_LARGE, error.reason());
            assertEquals(
                    "Tool 'actions' exceeded maxOutputBytes of 1000 [result of 1001 bytes]",
                    error.message());
            assertEquals(
                    new ErrorDetail.LimitExceeded(
                            "maxOutputBytes", 1000, "bytes", OptionalLong.of(1001)),
                    error.detail().orElseThrow());
        }

        @Test
        void holdsForCommands() throws Exception {
            byte[] echo = Guests.hostile("command-echo");
            WasmTool tool =
                    ENGINE.prepare(
                            Guests.spec("echo", echo)
                                    .abi(Abi.COMMAND)
                                    .limits(Guests.limits(limits -> limits.maxOutputBytes(100)))
                                    .build());
            assertEquals(99, tool.execute(text(99)).sizeBytes());
            assertEquals(100, tool.execute(text(100)).sizeBytes());
            ToolException thrown = assertThrows(ToolException.class, () -> tool.execute(text(101)));
            assertEquals(ErrorReason.OUTPUT_TOO_LARGE, thrown.error().reason());
        }
    }

    private static org.vexhost.api.ToolCall text(int bytes) {
        return Guests.call("\"" + "x".repeat(bytes - 2) + "\"");
    }

    @Nested
    @DisplayName("maxInputBytes")
    class Input {
        private Json echo(int bytes) throws Exception {
            return ENGINE.prepare(
                            Guests.spec("echo", Guests.example("echo"))
                                    .limits(Guests.limits(limits -> limits.maxInputBytes(100)))
                                    .build())
                    .execute(text(bytes));
        }

        @Test
        void letsArgumentsThrough() throws Exception {
            assertEquals(99, echo(99).sizeBytes());
            assertEquals(100, echo(100).sizeBytes());
        }

        @Test
        void refusesLargerOnesBeforeASandboxStarts() {
            ToolError error = assertThrows(ToolException.class, () -> echo(101)).error();
            assertEquals(ErrorReason.INPUT_TOO_LARGE, error.reason());
            assertEquals(
                    "Tool 'echo' exceeded maxInputBytes of 100 [arguments of 101 bytes]",
                    error.message());
            assertTrue(error.usage().isEmpty());
        }
    }

    @Nested
    @DisplayName("maxFuel")
    class Fuel {
        /** A budget that a check at the last turn finds used up, but for one unit. */
        private long least(long number) throws Exception {
            long enough = run(4, number, UnaryOperator.identity()).usage().fuelConsumed() + 1;
            long tooLittle = 1;
            while (enough - tooLittle > 1) {
                long middle = (enough + tooLittle) / 2;
                if (passes(number, middle)) {
                    enough = middle;
                } else {
                    tooLittle = middle;
                }
            }
            return enough;
        }

        private boolean passes(long number, long budget) throws Exception {
            try {
                run(4, number, limits -> limits.maxFuel(budget));
                return true;
            } catch (ToolException e) {
                assertEquals(ErrorReason.FUEL, e.error().reason());
                return false;
            }
        }

        @Test
        void countsWhatTheHostDoesForTheGuest() throws Exception {
            // A page beyond the first 32 costs the host 64 units.
            ToolOutput enough = run(0, 131, UnaryOperator.identity());
            assertEquals(100 * 64, enough.usage().hostFuelConsumed());
            ToolError error = error(0, 131, limits -> limits.maxFuel(3_000));
            assertEquals(ErrorReason.FUEL, error.reason());
            long host = error.usage().orElseThrow().hostFuelConsumed();
            assertEquals(3_000, error.usage().orElseThrow().totalFuelConsumed());
            assertTrue(host > 2_000, () -> host + " units");
            assertEquals(
                    "Tool 'actions' exceeded maxFuel of 3000 units [consumed 3000, %d of them by the host]"
                            .formatted(host),
                    error.message());
            assertEquals(
                    Optional.of(
                            new ErrorDetail.LimitExceeded(
                                    "maxFuel", 3_000, "units", OptionalLong.of(3_000))),
                    error.detail());
        }

        @Test
        void isUsedUpToTheLastUnit() throws Exception {
            long least = least(1000);
            assertEquals("0", run(4, 1000, limits -> limits.maxFuel(least)).output().text());
            assertEquals("0", run(4, 1000, limits -> limits.maxFuel(least + 1)).output().text());
            ToolError error = error(4, 1000, limits -> limits.maxFuel(least - 1));
            assertEquals(ErrorReason.FUEL, error.reason());
            assertEquals(
                    "Tool 'actions' exceeded maxFuel of %d units [consumed %d]"
                            .formatted(least - 1, least - 1),
                    error.message());
            assertEquals(least - 1, error.usage().orElseThrow().fuelConsumed());
            assertEquals(0, error.usage().orElseThrow().fuelRemaining());
            assertEquals(
                    new ErrorDetail.LimitExceeded(
                            "maxFuel", least - 1, "units", OptionalLong.of(least - 1)),
                    error.detail().orElseThrow());
        }

        @Test
        void countsTheSameEveryTime() throws Exception {
            WasmTool tool = tool(UnaryOperator.identity());
            long first = tool.run(Guests.call("[4,5000]")).usage().fuelConsumed();
            for (int i = 0; i < 500; i++) {
                assertEquals(first, tool.run(Guests.call("[4,5000]")).usage().fuelConsumed());
            }
        }

        @Test
        void isReportedWithWhatRemains() throws Exception {
            ToolOutput output = run(4, 1000, limits -> limits.maxFuel(1_000_000));
            assertEquals(1_000_000, output.usage().fuelConsumed() + output.usage().fuelRemaining());
            assertTrue(output.usage().fuelConsumed() > 5000, output::toString);
        }

        @Test
        void isReportedWithATrap() throws Exception {
            WasmTool tool =
                    ENGINE.prepare(Guests.spec("trap", Guests.hostile("trap-unreachable")).build());
            ToolError error =
                    assertThrows(ToolException.class, () -> tool.run(Guests.call("{}"))).error();
            assertEquals(
                    "Tool 'trap' trapped [unreachable, in 'vex_execute' (code at 0x53)]",
                    error.message());
            assertTrue(error.usage().orElseThrow().fuelConsumed() > 0, error::toString);
        }
    }

    @Nested
    @DisplayName("maxCallDepth")
    class CallDepth {
        private static final int LEVELS = 500;

        private boolean passes(int levels, int depth) throws Exception {
            try {
                run(3, levels, limits -> limits.maxCallDepth(depth));
                return true;
            } catch (ToolException e) {
                assertEquals(ErrorReason.CALL_DEPTH, e.error().reason());
                return false;
            }
        }

        @Test
        void isTheSameNumberOfLevelsColdAndHot() throws Exception {
            int enough = 1_000_000;
            int tooLittle = 100;
            while (enough - tooLittle > 1) {
                int middle = (enough + tooLittle) / 2;
                if (passes(LEVELS, middle)) {
                    enough = middle;
                } else {
                    tooLittle = middle;
                }
            }
            int max = enough;
            assertTrue(passes(LEVELS - 1, max));
            assertTrue(passes(LEVELS, max));
            ToolError error = error(3, LEVELS + 1, limits -> limits.maxCallDepth(max));
            assertEquals(
                    "Tool 'actions' exceeded maxCallDepth of %d units [in function[3] (code at 0x102), called by function[3], function[3], function[3], function[3], …]"
                            .formatted(max),
                    error.message());
            WasmTool tool = tool(limits -> limits.maxCallDepth(max));
            for (int i = 0; i < 500; i++) {
                assertEquals("0", tool.execute(Guests.call("[3,%d]".formatted(LEVELS))).text());
            }
            assertThrows(
                    ToolException.class,
                    () -> tool.execute(Guests.call("[3,%d]".formatted(LEVELS + 1))));
        }
    }

    @Nested
    @DisplayName("timeout")
    class Timeout {
        private static SandboxLimits.Builder shortened(SandboxLimits.Builder limits) {
            return limits.maxFuel(1_000_000_000_000L).timeout(Duration.ofMillis(150));
        }

        private void assertEndsInTime(String actions, String guest) throws Exception {
            WasmTool tool =
                    ENGINE.prepare(
                            Guests.spec("slow", Guests.core(guest))
                                    .limits(Guests.limits(Timeout::shortened))
                                    .build());
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 10 && best >= 200; i++) {
                long millis = endsAfterMillis(tool, actions);
                assertTrue(millis >= 150 && millis < 1500, () -> millis + " ms");
                best = Math.min(best, millis);
            }
            long fastest = best;
            assertTrue(fastest < 200, () -> fastest + " ms");
        }

        private long endsAfterMillis(WasmTool tool, String actions) {
            long start = System.nanoTime();
            ToolError error =
                    assertThrows(ToolException.class, () -> tool.run(Guests.call(actions))).error();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            assertEquals(ErrorReason.WALL_CLOCK, error.reason());
            assertTrue(
                    error.message().startsWith("Tool 'slow' exceeded timeout of 150 ms [after "),
                    error.message());
            assertTrue(error.usage().orElseThrow().fuelConsumed() > 0, error::toString);
            return millis;
        }

        @Test
        void endsALoop() throws Exception {
            assertEndsInTime("[5,0]", "actions");
        }

        @Test
        void endsAHostFunctionThatWaits() throws Exception {
            assertEndsInTime("[0,60000]", "host");
        }

        @Test
        void endsACallWhoseHostFunctionIsDeaf() throws Exception {
            assertEndsInTime("[1,400]", "host");
        }

        @Test
        void letsAShorterCallThrough() throws Exception {
            WasmTool tool =
                    ENGINE.prepare(
                            Guests.spec("slow", Guests.core("host"))
                                    .limits(
                                            Guests.limits(
                                                    limits ->
                                                            limits.timeout(Duration.ofSeconds(5))))
                                    .build());
            assertEquals("1", tool.execute(Guests.call("[0,100]")).text());
        }

        @Test
        void yieldsToACallersEarlierDeadline() throws Exception {
            WasmTool tool = tool(limits -> limits.maxFuel(1_000_000_000_000L));
            ToolError error = errorWithDeadlineIn(tool, Duration.ofMillis(50));
            assertTrue(error.usage().orElseThrow().fuelConsumed() > 0, error::toString);
        }

        @Test
        void startsNoGuestAfterACallersDeadline() throws Exception {
            ToolError error = errorWithDeadlineIn(tool(UnaryOperator.identity()), Duration.ZERO);
            assertEquals(0, error.usage().orElseThrow().fuelConsumed());
        }

        @Test
        void startsNoGuestForAnInterruptedCaller() throws Exception {
            WasmTool tool = tool(UnaryOperator.identity());
            Thread.currentThread().interrupt();
            ToolException cancelled =
                    assertThrows(ToolException.class, () -> tool.run(Guests.call("[5,0]")));
            assertTrue(Thread.interrupted(), "the flag stays set");
            assertEquals(ErrorReason.CANCELLED, cancelled.error().reason());
            assertEquals(0, cancelled.error().usage().orElseThrow().fuelConsumed());
        }

        private static ToolError errorWithDeadlineIn(WasmTool tool, Duration time) {
            ToolCall endless = Guests.call("[5,0]").withDeadline(Deadline.after(time));
            ToolError error = assertThrows(ToolException.class, () -> tool.run(endless)).error();
            assertEquals(ErrorReason.WALL_CLOCK, error.reason());
            assertTrue(
                    error.message().startsWith("Tool 'actions' exceeded its caller's deadline"),
                    error.message());
            return error;
        }
    }
}
