package org.vexhost.loader.deploy.core;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.vexhost.api.ToolState;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.Defect;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.core.Deployment.Problem;
import org.vexhost.loader.deploy.core.Deployment.Retry;
import org.vexhost.loader.deploy.folder.Rescans;
import org.vexhost.loader.deploy.version.PreparationResult;
import org.vexhost.loader.deploy.version.ToolRejectedException;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.descriptor.RequestedLimits;
import org.vexhost.loader.registry.ToolDetails;

/** Turns what came of an attempt into what is deployed. Confined to the control thread. */
public final class PreparationOutcomes {

    /** How long after its last change a file that ends early may still be on its way. */
    private static final Duration CUT_SHORT_AFTER = Duration.ofSeconds(1);

    /** When what the host could not do is tried again: then after twice the time, and so on. */
    private static final Duration NEXT_TRY = Duration.ofSeconds(5);

    private static final Duration LAST_TRY = Duration.ofMinutes(10);

    private final VersionSwitcher switcher;
    private final Supplier<HostSettings> settings;
    private final Rescans rescans;

    public PreparationOutcomes(
            VersionSwitcher switcher, Supplier<HostSettings> settings, Rescans rescans) {
        this.switcher = switcher;
        this.settings = settings;
        this.rescans = rescans;
    }

    void take(Deployment deployment, PreparationResult outcome) {
        if (outcome instanceof PreparationResult.Ready ready) {
            switcher.ready(deployment, ready.version());
        } else if (outcome instanceof PreparationResult.Unchanged) {
            unchanged(deployment);
        } else if (outcome instanceof PreparationResult.Cancelled) {
            cancelled(deployment);
        } else if (outcome instanceof PreparationResult.Defective defective) {
            note(deployment, defective.known());
            defective(deployment, defective.defect());
        } else if (outcome instanceof PreparationResult.Rejected refused) {
            note(deployment, refused.known());
            refused(deployment, refused);
        }
    }

    /** What is known of an artifact that was accepted is more than of one that was not. */
    private static void note(Deployment deployment, Optional<ToolDetails> known) {
        if (deployment.read.isEmpty()) {
            deployment.read = known;
        }
    }

    /** Its files are others by now, and those are tried; what was read of them says nothing. */
    private void cancelled(Deployment deployment) {
        deployment.compiling = Optional.empty();
        deployment.read = Optional.empty();
        deployment.attempted = Optional.empty();
        switcher.reconsider(deployment);
    }

    /** An update that was taken back, or a file that was only touched. */
    private void unchanged(Deployment deployment) {
        deployment.problem = Optional.empty();
        deployment.compiling = Optional.empty();
        switcher.reconsider(deployment);
        if (deployment.current.filter(this::exceedsCeilings).isPresent()) {
            String text =
                    "version %s exceeds a ceiling of the host"
                            .formatted(deployment.current.get().version());
            if (deployment.next.isPresent()) {
                // It goes with what serves, and is read again: its limits may be lower.
                deployment.attempted = Optional.empty();
            }
            fail(deployment, new Problem(ToolState.FAILED, text, Optional.empty(), Retry.NEVER));
        }
    }

    /** An operator who lowers a ceiling means what serves, too, whatever became of its files. */
    private void fail(Deployment deployment, Problem problem) {
        if (deployment.current.filter(this::exceedsCeilings).isPresent()) {
            switcher.suspend(deployment, problem);
        } else {
            switcher.failed(deployment, problem);
        }
    }

    /** The files are not a tool; for some defects nobody needs to read them to know. */
    void defective(Deployment deployment, Defect defect) {
        switch (defect.kind()) {
            case PART_MISSING -> {
                Problem problem = problem(ToolState.WAITING, defect);
                if (isTaken(deployment)) {
                    switcher.withdraw(deployment, problem);
                } else {
                    fail(deployment, problem);
                }
            }
            case CUT_SHORT -> {
                long patience = deployment.changedNanos + CUT_SHORT_AFTER.toNanos();
                boolean patient = patience - System.nanoTime() > 0;
                if (patient) {
                    tryAgain(deployment, patience);
                }
                ToolState state = patient ? ToolState.WAITING : ToolState.FAILED;
                fail(deployment, problem(state, defect));
            }
            case NOT_READ -> {
                tryAgain(deployment);
                fail(deployment, problem(ToolState.FAILED, defect));
            }
            case REFUSED -> fail(deployment, problem(ToolState.FAILED, defect));
        }
    }

    /**
     * Whether what it was made from is gone. A descriptor that asks for another module than before
     * is an update that is on its way: what serves goes on until that is there.
     */
    private static boolean isTaken(Deployment deployment) {
        Optional<List<Path>> files =
                deployment
                        .observed
                        .filter(candidate -> candidate.defect().isPresent())
                        .map(Candidate::files);
        return files.isPresent()
                && (files.get().isEmpty()
                        || files.equals(deployment.accepted.map(Candidate::files)));
    }

    private static Problem problem(ToolState state, Defect defect) {
        return new Problem(state, defect.text(), Optional.empty(), Retry.NEVER);
    }

    private void refused(Deployment deployment, PreparationResult.Rejected refused) {
        if (refused.cause() == ToolRejectedException.Cause.HOST) {
            tryAgain(deployment);
        }
        Retry retry =
                refused.cause() == ToolRejectedException.Cause.NAME_TAKEN
                        ? Retry.WHEN_A_NAME_IS_FREE
                        : Retry.NEVER;
        Optional<String> version = refused.known().map(details -> details.definition().version());
        fail(deployment, new Problem(ToolState.FAILED, refused.text(), version, retry));
    }

    private boolean exceedsCeilings(ToolVersion version) {
        return RequestedLimits.exceed(version.limits(), settings.get().ceilings());
    }

    /** The host is why: the next try comes later each time, until the files change. */
    void tryAgain(Deployment deployment) {
        int doubled = Math.min(deployment.failuresOfHost++, 10);
        long delay = Math.min(NEXT_TRY.toNanos() << doubled, LAST_TRY.toNanos());
        tryAgain(deployment, System.nanoTime() + delay);
    }

    private void tryAgain(Deployment deployment, long atNanos) {
        deployment.attempted = Optional.empty();
        deployment.notBeforeNanos = atNanos;
        rescans.request(Duration.ofNanos(Math.max(0, atNanos - System.nanoTime())));
    }
}
