package org.vexhost.loader.deploy.core;

import java.time.Duration;
import java.util.Optional;
import org.vexhost.loader.deploy.folder.Rescans;
import org.vexhost.loader.deploy.prepare.PreparationPool;
import org.vexhost.loader.deploy.prepare.PreparationPool.Answer;
import org.vexhost.loader.deploy.store.HostState;
import org.vexhost.loader.deploy.store.VersionArchive;
import org.vexhost.loader.deploy.version.PreparationResult;

/**
 * The first files that this process saw of an artifact may not serve: what an earlier process had
 * in service does, if it was the same artifact's. Confined to the control thread.
 */
public final class LastGoodRestorer {

    private final NameOwnership ownership;
    private final VersionSwitcher switcher;
    private final PreparationPool pool;
    private final HostState state;
    private final VersionArchive archive;
    private final Rescans rescans;

    public LastGoodRestorer(
            NameOwnership ownership,
            VersionSwitcher switcher,
            PreparationPool pool,
            HostState state,
            VersionArchive archive,
            Rescans rescans) {
        this.ownership = ownership;
        this.switcher = switcher;
        this.pool = pool;
        this.state = state;
        this.archive = archive;
        this.rescans = rescans;
    }

    /** After the first attempt with an artifact. */
    void tryOnce(Deployment deployment) {
        if (deployment.restore != Deployment.Restore.NOT_TRIED) {
            return;
        }
        Optional<String> name =
                state.ownedBy(deployment.id).stream().filter(archive::has).findFirst();
        if (deployment.current.isPresent() || name.isEmpty()) {
            end(deployment);
            return;
        }
        deployment.restore = Deployment.Restore.RUNNING;
        deployment.attempt = Deployment.Attempt.RUNNING;
        // What serves is not taken back when files change meanwhile.
        Runnable ignored =
                pool.begin(
                        deployment.id,
                        0,
                        () -> archive.read(name.get()),
                        (artifact, limits) -> {
                            if (deployment.life != Deployment.Life.DEPLOYED
                                    || deployment.current.isPresent()) {
                                return Answer.UNCHANGED;
                            }
                            ownership.claim(deployment, artifact.descriptor().name());
                            return Answer.GO_ON;
                        },
                        outcome -> {
                            deployment.attempt = Deployment.Attempt.NONE;
                            if (outcome instanceof PreparationResult.Ready ready) {
                                switcher.restored(deployment, ready.version());
                            }
                            end(deployment);
                            rescans.request(Duration.ZERO);
                        });
    }

    private void end(Deployment deployment) {
        deployment.restore = Deployment.Restore.TRIED;
        if (deployment.life == Deployment.Life.DEPLOYED) {
            ownership.releaseFormer(deployment);
        }
    }
}
