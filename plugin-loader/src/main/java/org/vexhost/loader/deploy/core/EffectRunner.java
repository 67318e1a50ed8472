package org.vexhost.loader.deploy.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.vexhost.loader.deploy.bundle.BundleSynchronizer;
import org.vexhost.loader.deploy.folder.Rescans;
import org.vexhost.loader.deploy.state.DeploymentEffect;
import org.vexhost.loader.deploy.state.DeploymentEvent;
import org.vexhost.loader.deploy.state.DeploymentEvent.Ceilings;
import org.vexhost.loader.deploy.state.DeploymentEvent.Verdict;
import org.vexhost.loader.deploy.store.VersionArchive;
import org.vexhost.loader.deploy.version.GrantGate;
import org.vexhost.loader.deploy.version.ToolVersion;

/**
 * Performs the effects that the state machine of deployments decided. Confined to the control
 * thread.
 */
public final class EffectRunner implements EventSink {

    private final DeploymentTable table;
    private final NameOwnership ownership;
    private final GrantGate gate;
    private final CircumstanceReader circumstances;
    private final BundleSynchronizer bundles;
    private final Drainer drainer;
    private final VersionArchive archive;
    private final StatusPublisher publisher;
    private final Preparations preparations;
    private final Rescans rescans;

    public EffectRunner(
            DeploymentTable table,
            NameOwnership ownership,
            GrantGate gate,
            CircumstanceReader circumstances,
            BundleSynchronizer bundles,
            Drainer drainer,
            VersionArchive archive,
            StatusPublisher publisher,
            Preparations preparations,
            Rescans rescans) {
        this.table = table;
        this.ownership = ownership;
        this.gate = gate;
        this.circumstances = circumstances;
        this.bundles = bundles;
        this.drainer = drainer;
        this.archive = archive;
        this.publisher = publisher;
        this.preparations = preparations;
        this.rescans = rescans;
    }

    /** Applies an event and performs all its effects, even if one of them fails. */
    @Override
    public void send(Deployment deployment, DeploymentEvent event) {
        Throwable failure = null;
        for (DeploymentEffect effect : deployment.apply(event)) {
            try {
                perform(deployment, effect);
            } catch (RuntimeException | Error e) {
                failure = first(failure, e);
            }
        }
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private static Throwable first(@Nullable Throwable before, Throwable now) {
        return before == null ? now : before;
    }

    private void perform(Deployment deployment, DeploymentEffect effect) {
        if (effect instanceof DeploymentEffect.Act act) {
            perform(deployment, act);
        } else if (effect instanceof DeploymentEffect.OfVersion of) {
            perform(deployment, of.act(), of.version());
        } else if (effect instanceof DeploymentEffect.Rescan rescan) {
            rescans.request(rescan.delay());
        } else if (effect instanceof DeploymentEffect.Prepare prepare) {
            preparations.begin(deployment, prepare.candidate());
        } else if (effect instanceof DeploymentEffect.ReadDescriptor read) {
            preparations.readDescriptor(deployment, read.candidate());
        } else {
            throw new IllegalArgumentException("nobody does " + effect);
        }
    }

    private void perform(Deployment deployment, DeploymentEffect.Act act) {
        switch (act) {
            case SHOW -> publisher.show(deployment);
            case SHOW_DETAILS -> publisher.complete(deployment);
            case CLEAR_STATUS -> publisher.clear(deployment);
            case CHECK_CEILINGS -> {
                if (circumstances.ceilings(deployment) == Ceilings.EXCEEDED) {
                    send(deployment, new DeploymentEvent.CeilingsExceeded());
                }
            }
            case RELEASE_UNUSED_NAMES -> ownership.releaseUnused(deployment);
            case RELEASE_FORMER_NAMES -> ownership.releaseFormer(deployment);
            case RELEASE_ALL_NAMES -> ownership.releaseAll(deployment);
            case OFFER_NAMES -> ownership.offer(deployment);
            case FORGET_WANTED_NAME -> ownership.forgetWanted(deployment);
            case LEAVE_TABLE -> table.remove(deployment);
            case CANCEL_PREPARATION -> preparations.cancel(deployment);
            case RESTORE_LAST_GOOD -> preparations.restoreLastGood(deployment);
        }
    }

    private void perform(
            Deployment deployment, DeploymentEffect.VersionAct act, ToolVersion version) {
        switch (act) {
            case JUDGE -> {
                Verdict verdict = gate.judge(version).isEmpty() ? Verdict.ALLOWED : Verdict.BLOCKED;
                send(deployment, new DeploymentEvent.Judged(version, verdict));
            }
            case STAND_FOR_TOOL -> bundles.standsFor(version);
            case ARCHIVE -> archive.serves(version);
            case FORGET_CONTENT -> version.forgetContent();
            case KEEP_GRANTS -> drainer.keepGrants(version);
            case LEAVE_BEHIND -> drainer.leaveBehind(version);
            case RETIRE -> drainer.retire(version);
            case DRAIN ->
                    drainer.drain(
                            version.served(),
                            () -> send(deployment, DeploymentEvent.Signal.DRAINED));
            case DROP -> version.drop();
        }
    }

    /**
     * Drains all tools when the host ends. Bundles and ownership of names remain for the next
     * process.
     *
     * @return completes when no call is running
     */
    public CompletableFuture<Void> drainAll() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Deployment deployment : table.all()) {
            send(deployment, DeploymentEvent.Signal.CLOSING);
            deployment
                    .state()
                    .current()
                    .ifPresent(
                            version ->
                                    all.add(
                                            drainer.begin(version.served())
                                                    .thenRun(version::drop)));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
    }
}
