package org.vexhost.distribution.admin.folder;

import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Job;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.AuditTrail;
import org.vexhost.api.admin.CallerPrincipal;

/**
 * Records in the audit log when bundles are installed, updated, started, stopped and uninstalled
 * while the host runs. If a command caused the change, the record names its user. A separate thread
 * writes, so that the framework does not wait for the disk. Bundles that only represent a tool are
 * recorded only if a command changes them.
 */
public final class BundleNotes implements SynchronousBundleListener {

    /** The maximum number of events that are waiting to be written. */
    static final int MAX_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(BundleNotes.class);
    private static final String TOOL_PREFIX = "vexhost-tool:";
    private static final Map<Integer, String> ACTIONS =
            Map.of(
                    BundleEvent.INSTALLED, "bundle.installed",
                    BundleEvent.UPDATED, "bundle.updated",
                    BundleEvent.STARTED, "bundle.started",
                    BundleEvent.STOPPED, "bundle.stopped",
                    BundleEvent.UNINSTALLED, "bundle.uninstalled");

    private final Supplier<Optional<AuditTrail>> audit;
    private final String userVariable;
    private final Supplier<Optional<CommandSession>> session;
    private final Runnable onWaiting;
    private final BlockingQueue<Note> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

    private record Note(Caller who, String action, Map<String, String> facts) {}

    /**
     * Creates a recorder.
     *
     * @param userVariable the variable of a shell session that contains its user, a {@link
     *     Principal}
     * @param onWaiting called on any thread when an event waits for {@link #update}; must return
     *     quickly
     */
    public BundleNotes(
            Supplier<Optional<AuditTrail>> audit, String userVariable, Runnable onWaiting) {
        this(audit, userVariable, BundleNotes::session, onWaiting);
    }

    /**
     * Creates a recorder with a replaceable session, for tests.
     *
     * @param session returns the session whose command runs on this thread; empty if there is none
     */
    BundleNotes(
            Supplier<Optional<AuditTrail>> audit,
            String userVariable,
            Supplier<Optional<CommandSession>> session,
            Runnable onWaiting) {
        this.audit = audit;
        this.userVariable = userVariable;
        this.session = session;
        this.onWaiting = onWaiting;
    }

    /** Called on the thread that made the change. */
    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        boolean isLast = event.getType() == BundleEvent.STOPPING && isOfAudit(bundle);
        @Nullable String action = isLast ? "bundle.stopping" : ACTIONS.get(event.getType());
        if (action == null || bundle.getBundleId() == 0) {
            return;
        }
        Optional<CommandSession> typed = session.get();
        if (typed.isEmpty() && bundle.getLocation().startsWith(TOOL_PREFIX)) {
            return;
        }
        Caller who = typed.map(this::user).orElseGet(() -> Caller.host("bundles"));
        if (!waiting.offer(new Note(who, action, facts(bundle)))) {
            LOG.error("not in the audit log: {} of bundle '{}' by {}", action, bundle, who);
        }
        if (isLast) {
            update();
        } else {
            onWaiting.run();
        }
    }

    /**
     * Whether a bundle provides the audit log. When that bundle stops, this is the last chance to
     * write.
     */
    private boolean isOfAudit(Bundle bundle) {
        return audit.get()
                .filter(trail -> bundle.equals(FrameworkUtil.getBundle(trail.getClass())))
                .isPresent();
    }

    private static Map<String, String> facts(Bundle bundle) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("id", Long.toString(bundle.getBundleId()));
        facts.put("bundle", String.valueOf(bundle.getSymbolicName()));
        facts.put("version", bundle.getVersion().toString());
        facts.put("location", withoutSecrets(bundle.getLocation()));
        return facts;
    }

    /** Removes the user and password from a URL, and everything after a question mark or a hash. */
    static String withoutSecrets(String location) {
        return location.replaceFirst("[?#].*", "").replaceAll("//[^/]*@", "//");
    }

    private static Optional<CommandSession> session() {
        return Optional.ofNullable(Job.Utils.current()).map(Job::session);
    }

    private Caller user(CommandSession session) {
        return session.get(userVariable) instanceof Principal principal
                ? CallerPrincipal.callerOf(principal)
                : Caller.user(System.getProperty("user.name", "unknown"));
    }

    /** Writes all waiting events. */
    public synchronized void update() {
        Optional<AuditTrail> trail = audit.get();
        if (trail.isPresent()) {
            for (Note next = waiting.poll(); next != null; next = waiting.poll()) {
                trail.get().note(next.who(), next.action(), next.facts());
            }
        }
    }
}
