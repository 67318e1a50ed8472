package org.vexhost.gateway.caller.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.CallInterceptor.Continuation;
import org.vexhost.api.Caller;
import org.vexhost.api.ErrorDetail.QuotaExceeded;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.InterceptedCall;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;
import org.vexhost.api.Usage;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.caller.FakeClock;
import org.vexhost.gateway.caller.file.CallerSettings;
import org.vexhost.gateway.caller.file.CallerSettings.Token;
import org.vexhost.gateway.caller.file.ToolPatterns;

class CallerQuotasTest {

    private static final Continuation GOOD = () -> result(new Usage(30, 10, 0, 0));

    private final FakeClock clock = new FakeClock();
    private Map<String, CallerSettings> callers = Map.of();

    @TempDir private Path home;
    private FuelBook fuel = new FuelBook(Path.of("absent"), clock);
    private CallerQuotas quotas = new CallerQuotas(this::settings, fuel, clock::nanoTime);

    @BeforeEach
    void begin() {
        fuel = new FuelBook(home.resolve("callers/fuel.json"), clock);
        quotas = new CallerQuotas(this::settings, fuel, clock::nanoTime);
    }

    @Test
    void aForbiddenToolIsAnsweredAsOneThatIsNotThere() {
        allow(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
        Continuation absent =
                () -> {
                    throw ToolError.of(
                                    ErrorReason.NO_SUCH_TOOL,
                                    "word-cuont",
                                    "Tool 'word-cuont' is not deployed (did you mean 'secret'?)")
                            .toException();
                };
        ToolError unknown = error("word-cuont", absent);
        ToolError forbidden = error("secret", GOOD);
        assertEquals(ErrorReason.NO_SUCH_TOOL, forbidden.reason());
        assertEquals(
                unknown.toJson().text(), forbidden.toJson().text().replace("secret", "word-cuont"));
    }

    @Test
    void callsPerMinuteAreCounted() throws Exception {
        allow(OptionalLong.of(2), OptionalLong.empty(), OptionalLong.empty());
        call(GOOD);
        call(GOOD);
        QuotaExceeded exceeded = exceeded(error("word-count", GOOD));
        assertEquals(
                new QuotaExceeded("callsPerMinute", 2, "calls", Duration.ofSeconds(61)), exceeded);
        clock.advance(Duration.ofSeconds(61));
        call(GOOD);
    }

    @Test
    void callsAtOnceAreCountedWhileTheyRun() throws Exception {
        allow(OptionalLong.empty(), OptionalLong.of(1), OptionalLong.empty());
        call(
                () -> {
                    assertEquals("callsAtOnce", exceeded(error("word-count", GOOD)).quota());
                    return GOOD.proceed();
                });
        error(
                "word-count",
                () -> {
                    throw ToolError.of(ErrorReason.TRAP, "word-count", "trap").toException();
                });
        call(GOOD);
    }

    @Test
    void fuelOfGuestAndHostIsCountedPerUtcDayAndKept() throws Exception {
        allow(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(81));
        call(GOOD);
        error(
                "word-count",
                () -> {
                    throw ToolError.of(ErrorReason.FUEL, "word-count", "fuel")
                            .withUsage(new Usage(40, 0, 0, 0))
                            .toException();
                });
        assertEquals(80, fuel.used("ci"));
        call(GOOD);
        assertEquals(
                new QuotaExceeded("fuelPerDay", 81, "fuel", Duration.ofHours(12)),
                exceeded(error("word-count", GOOD)));

        fuel.save();
        FuelBook restarted = new FuelBook(home.resolve("callers/fuel.json"), clock);
        assertEquals(120, restarted.used("ci"));
        clock.advance(Duration.ofHours(12));
        assertEquals(0, restarted.used("ci"));
        call(GOOD);
        fuel.save();
        assertEquals(40, new FuelBook(home.resolve("callers/fuel.json"), clock).used("ci"));
    }

    @Test
    void aBrokenRecordIsNotAnObstacle() throws Exception {
        Path file = home.resolve("fuel.json");
        Files.writeString(file, "{\"day\":\"2026-11-26\",\"used\":");
        FuelBook read = new FuelBook(file, clock);
        assertEquals(0, read.used("ci"));
        read.add("ci", 7);
        read.save();
        assertEquals(7, new FuelBook(file, clock).used("ci"));
    }

    @Test
    void aCallerThatIsGoneMayNotCall() {
        allow(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
        callers = Map.of();
        assertEquals(ErrorReason.REFUSED_BY_POLICY, error("word-count", GOOD).reason());
    }

    @Test
    void othersThanClientsAreNotLimited() throws Exception {
        assertEquals(
                40,
                quotas.intercept(intercepted("any", Caller.user("root")), GOOD)
                        .usage()
                        .totalFuelConsumed());
    }

    private void allow(OptionalLong perMinute, OptionalLong atOnce, OptionalLong perDay) {
        callers =
                Map.of(
                        "ci",
                        new CallerSettings(
                                new Token("0".repeat(64)),
                                new ToolPatterns(List.of("word-*")),
                                Set.of(Role.CALL),
                                perMinute,
                                atOnce,
                                perDay));
    }

    private Optional<CallerSettings> settings(String name) {
        return Optional.ofNullable(callers.get(name));
    }

    private void call(Continuation next) throws ToolException {
        quotas.intercept(intercepted("word-count", Caller.of(Caller.Kind.CLIENT, "ci")), next);
    }

    private ToolError error(String tool, Continuation next) {
        return assertThrows(
                        ToolException.class,
                        () ->
                                quotas.intercept(
                                        intercepted(tool, Caller.of(Caller.Kind.CLIENT, "ci")),
                                        next))
                .error();
    }

    private static QuotaExceeded exceeded(ToolError error) {
        assertEquals(ErrorReason.CALLER_QUOTA, error.reason());
        return (QuotaExceeded) error.detail().orElseThrow();
    }

    private static ToolResult result(Usage usage) {
        return ToolResult.builder(Json.parse("{}"), "word-count", "1.0").usage(usage).build();
    }

    private static InterceptedCall intercepted(String tool, Caller caller) {
        ToolCall call = ToolCall.of(Json.parse("{}"), caller);
        return new InterceptedCall() {
            @Override
            public String tool() {
                return tool;
            }

            @Override
            public ToolCall call() {
                return call;
            }

            @Override
            public Optional<String> version() {
                return Optional.empty();
            }

            @Override
            public Optional<String> artifactDigest() {
                return Optional.empty();
            }
        };
    }
}
