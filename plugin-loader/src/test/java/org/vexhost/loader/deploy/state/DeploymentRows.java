package org.vexhost.loader.deploy.state;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.provider.Arguments;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolState;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.Defect;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.deploy.state.DeploymentEffect.OfVersion;
import org.vexhost.loader.deploy.state.DeploymentEffect.Rescan;
import org.vexhost.loader.deploy.state.DeploymentEffect.VersionAct;
import org.vexhost.loader.deploy.state.DeploymentEvent.Ceilings;
import org.vexhost.loader.deploy.state.DeploymentEvent.Circumstances;
import org.vexhost.loader.deploy.state.DeploymentEvent.Observed;
import org.vexhost.loader.deploy.state.DeploymentEvent.PreparationEnded;
import org.vexhost.loader.deploy.state.DeploymentState.Activity;
import org.vexhost.loader.deploy.state.DeploymentState.LastGood;
import org.vexhost.loader.deploy.state.Problem.Retry;
import org.vexhost.loader.deploy.version.PreparationResult;
import org.vexhost.loader.deploy.version.ToolRejectedException.Cause;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.schema.InvalidSchemaException;
import org.vexhost.loader.schema.ToolSchemas;

/** What the tables of the state machine are made of. */
final class DeploymentRows {

    private DeploymentRows() {}

    static final String ID = "csv.wasm";
    static final Duration SETTLE = Duration.ofMillis(100);
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;

    static final ToolVersion ONE = version("1");
    static final ToolVersion TWO = version("2");
    static final ToolVersion THREE = version("3");
    static final ToolDetails DETAILS = TWO.details();

    static final Candidate FIRST = candidate("first.wasm", Optional.empty());
    static final Candidate OTHER = candidate("other.wasm", Optional.empty());
    static final Candidate PARTIAL = defective(Defect.Kind.PART_MISSING);
    static final Candidate CUT = defective(Defect.Kind.CUT_SHORT);
    static final Candidate UNREADABLE = defective(Defect.Kind.NOT_READ);
    static final Candidate ODD = defective(Defect.Kind.REFUSED);

    static final Problem BAD = Problem.failed("bad");
    static final Problem NAME_TAKEN =
            new Problem(ToolState.FAILED, "taken", Optional.empty(), Retry.WHEN_A_NAME_IS_FREE);

    /** Nothing of it was seen yet; time 0. */
    static final DeploymentState NEW = DeploymentState.appeared("csv", 0);

    /** Its files were seen at time 0. */
    static final DeploymentState SEEN =
            with(NEW, draft -> draft.files(NEW.files().seen(FIRST, Optional.empty(), 0)));

    static final DeploymentState PREPARING =
            with(
                    SEEN,
                    draft ->
                            draft.attempted(Optional.of(FIRST))
                                    .activity(Activity.PREPARING)
                                    .lastGood(LastGood.TRIED));

    static final DeploymentState IDLE = with(PREPARING, draft -> draft.activity(Activity.IDLE));

    static final DeploymentState SERVING =
            with(
                    IDLE,
                    draft ->
                            draft.accepted(FIRST)
                                    .current(Optional.of(ONE))
                                    .lastGood(LastGood.TRIED));

    static final DeploymentState UPDATING =
            with(
                    SERVING,
                    draft ->
                            draft.activity(Activity.PREPARING)
                                    .compiling(Optional.of("2"))
                                    .waiting(Optional.of("its turn"))
                                    .read(Optional.of(DETAILS)));

    static final DeploymentState BLOCKED = with(IDLE, draft -> draft.next(Optional.of(TWO)));

    static final DeploymentState BLOCKED_UPDATE =
            with(SERVING, draft -> draft.next(Optional.of(TWO)).read(Optional.of(DETAILS)));

    static ToolVersion version(String version) {
        ToolDefinition definition =
                ToolDefinition.of("csv", version, "a test", Json.parse("{\"type\":\"object\"}"));
        Tool tool =
                new Tool() {
                    @Override
                    public ToolDefinition definition() {
                        return definition;
                    }

                    @Override
                    public Json execute(ToolCall call) {
                        return Json.EMPTY_OBJECT;
                    }
                };
        try {
            return ToolVersion.ofJava(
                    tool,
                    definition,
                    RequestedCapabilities.NONE,
                    SandboxLimits.DEFAULTS,
                    ToolSchemas.compile(definition));
        } catch (InvalidSchemaException e) {
            throw new IllegalStateException(e);
        }
    }

    static Candidate candidate(String file, Optional<Defect> defect) {
        Path path = Path.of("/tools").resolve(file);
        return new Candidate(
                ID, ArtifactKind.SINGLE_FILE, "csv", path, List.of(path), List.of(), defect);
    }

    static Candidate defective(Defect.Kind kind) {
        return candidate("first.wasm", Optional.of(new Defect(kind, "bad")));
    }

    static DeploymentState with(DeploymentState state, UnaryOperator<Draft> change) {
        return change.apply(new Draft(state)).finish().state();
    }

    static DeploymentEffect does(VersionAct act, ToolVersion version) {
        return new OfVersion(act, version);
    }

    static Rescan rescan(long millis) {
        return new Rescan(Duration.ofMillis(millis));
    }

    static Observed observed(Candidate candidate, long millis) {
        return observed(candidate, millis, Ceilings.KEPT);
    }

    static Observed observed(Candidate candidate, long millis, Ceilings ceilings) {
        return new Observed(candidate, new Circumstances(millis * MILLI, SETTLE, ceilings));
    }

    static PreparationEnded ended(PreparationResult result) {
        return ended(result, Ceilings.KEPT);
    }

    static PreparationEnded ended(PreparationResult result, Ceilings ceilings) {
        return new PreparationEnded(FIRST, result, new Circumstances(5 * SECOND, SETTLE, ceilings));
    }

    static PreparationResult rejected(Cause cause) {
        return new PreparationResult.Rejected(cause, "bad", Optional.of(DETAILS));
    }

    static PreparationResult defect(Defect.Kind kind) {
        return new PreparationResult.Defective(new Defect(kind, "bad"), Optional.empty());
    }

    static Problem failed(Retry retry) {
        return new Problem(ToolState.FAILED, "bad", Optional.of("2"), retry);
    }

    static Arguments row(
            String name,
            DeploymentState before,
            DeploymentEvent event,
            UnaryOperator<Draft> change,
            DeploymentEffect... effects) {
        return arguments(name, before, event, with(before, change), List.of(effects));
    }
}
