package org.vexhost.distribution.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexhost.api.Deadline;
import org.vexhost.api.Json;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.VersionInfo;

@DisplayName("A wait for a deployment")
@Timeout(120)
class DeploymentWaitTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final TimetableAdministration tools = new TimetableAdministration();

    private void await(Duration limit) throws InterruptedException {
        new DeploymentWait(() -> Optional.of(tools)).await("late", Deadline.after(limit));
    }

    private static VersionInfo version() {
        return new VersionInfo(
                ToolDefinition.builder("late", "1", "A tool.", Json.parse("{}")).build(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                VersionInfo.LimitRequest.NONE,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                false,
                Optional.empty(),
                List.of());
    }

    @Test
    void lastsUntilAVersionServes() throws Exception {
        tools.thenNoTool()
                .then(TimetableAdministration.in(ToolState.WAITING, true, Optional.empty()))
                .then(TimetableAdministration.in(ToolState.COMPILING, true, Optional.empty()))
                .then(TimetableAdministration.in(ToolState.ACTIVE, true, Optional.empty()))
                .then(TimetableAdministration.in(ToolState.ACTIVE, true, Optional.of(version())));
        await(LONG);
        assertEquals(5, tools.asked());
    }

    @ParameterizedTest
    @EnumSource
    void endsWhereAnEarlierVersionServes(ToolState state) throws Exception {
        tools.then(TimetableAdministration.in(state, true, Optional.of(version())));
        await(LONG);
        assertEquals(1, tools.asked());
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCKED", "FAILED", "DRAINING", "DISABLED"})
    void endsWhenTheDeploymentIsDecidedOtherwise(ToolState state) throws Exception {
        tools.then(TimetableAdministration.in(ToolState.COMPILING, true, Optional.empty()))
                .then(TimetableAdministration.in(state, true, Optional.empty()));
        await(LONG);
        assertEquals(2, tools.asked());
    }

    @Test
    void asksOfAnArtifactThatDoesNotOwnTheNameTheSame() throws Exception {
        tools.then(TimetableAdministration.in(ToolState.WAITING, false, Optional.empty()))
                .then(TimetableAdministration.in(ToolState.FAILED, false, Optional.empty()));
        await(LONG);
        assertEquals(2, tools.asked());
    }

    @Test
    void endsWhenTheHostStops() throws Exception {
        tools.drain();
        await(LONG);
        new DeploymentWait(Optional::empty).await("late", Deadline.after(LONG));
        assertEquals(0, tools.asked());
    }

    @Test
    void endsWhenItsTimeIsOver() throws Exception {
        await(Duration.ZERO);
        assertEquals(0, tools.asked());
        for (int i = 0; i < 100; i++) {
            tools.thenNoTool();
        }
        await(Duration.ofMillis(30));
    }
}
