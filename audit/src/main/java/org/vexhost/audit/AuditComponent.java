package org.vexhost.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.CallInterceptor;
import org.vexhost.api.admin.AuditTrail;
import org.vexhost.api.admin.HealthCheck;
import org.vexhost.api.admin.HealthFinding;
import org.vexhost.api.admin.Measurement;
import org.vexhost.api.admin.Measurement.Kind;
import org.vexhost.api.admin.Measurements;

/** The component of the audit log. It records calls only if the setting for them is on. */
@Component(
        immediate = true,
        configurationPid = "org.vexhost.audit",
        service = {})
public final class AuditComponent {

    private static final Logger LOG = LoggerFactory.getLogger(AuditComponent.class);
    private static final String FILE = "org.vexhost.audit.cfg";
    static final String HOME_PROPERTY = "vexhost.home";

    /**
     * Makes this the outermost interceptor, so that calls that quotas reject are recorded as well.
     */
    private static final int RANKING = 1_000;

    private final BundleContext context;
    private final Path home;
    private final AuditLog log;
    private final AtomicLong lost = new AtomicLong();
    private final List<ServiceRegistration<?>> services;
    private @Nullable CallAudit calls;
    private @Nullable ServiceRegistration<CallInterceptor> interceptor;
    private volatile @Nullable String keyProblem;

    /** Creates the audit log. Its file is opened when the first line is written. */
    @Activate
    public AuditComponent(BundleContext context, Map<String, Object> values) {
        this.context = context;
        home = Path.of(String.valueOf(context.getProperty(HOME_PROPERTY)));
        AuditSettings settings = AuditSettings.DEFAULT;
        log =
                new AuditLog(
                        new AuditFile(
                                home.resolve("logs"), settings.maxFileBytes(), settings.maxBytes()),
                        InstantSource.system());
        modified(values);
        services =
                List.of(
                        context.registerService(AuditTrail.class, log, null),
                        context.registerService(Measurements.class, this::measurements, null),
                        context.registerService(HealthCheck.class, this::findings, null));
    }

    /** Applies changed settings; invalid settings change nothing. */
    @Modified
    public synchronized void modified(Map<String, Object> values) {
        try {
            AuditSettings settings =
                    AuditSettings.read(values, text -> LOG.warn("{}: {}", FILE, text));
            log.limit(settings.maxFileBytes(), settings.maxBytes());
            if (settings.isOfCalls()) {
                seeCalls();
            } else {
                leaveCalls();
            }
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "{} is invalid, the earlier settings stay in effect [{}]",
                    FILE,
                    e.getMessage());
        }
    }

    private synchronized void seeCalls() {
        if (calls != null) {
            return;
        }
        try {
            AuditKey key = AuditKey.of(home.resolve("etc").resolve("audit.key"));
            CallAudit seen = new CallAudit(log, key, lost);
            calls = seen;
            interceptor =
                    context.registerService(
                            CallInterceptor.class,
                            seen,
                            FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, RANKING)));
            keyProblem = null;
        } catch (IOException e) {
            LOG.error("calls are not written into the audit log [{}]", e.toString());
            keyProblem =
                    "calls have no lines, the key cannot be used; "
                            + FILE
                            + " is read again"
                            + " when it is saved";
        }
    }

    private synchronized void leaveCalls() {
        if (interceptor != null) {
            interceptor.unregister();
            interceptor = null;
        }
        if (calls != null) {
            calls.close();
            calls = null;
        }
        keyProblem = null;
    }

    /** Writes the remaining lines, and closes the log. */
    @Deactivate
    public void close() {
        leaveCalls();
        services.forEach(ServiceRegistration::unregister);
        log.close();
    }

    private List<HealthFinding> findings() {
        List<HealthFinding> findings = new ArrayList<>();
        if (log.problem().isPresent()) {
            findings.add(
                    HealthFinding.warning(
                            "audit", "the log cannot be written: no change of trust is made"));
        }
        if (log.isAtBound()) {
            findings.add(
                    HealthFinding.warning(
                            "audit", "the files have reached maxBytes: the oldest is deleted"));
        }
        String key = keyProblem;
        if (key != null) {
            findings.add(HealthFinding.warning("audit", key));
        }
        return findings;
    }

    private List<Measurement> measurements() {
        return List.of(
                counter("audit_lines_total", "Lines of the audit log.", log.written()),
                counter(
                        "audit_lines_lost_total",
                        "Lines of calls that are not in the audit log.",
                        lost.get()),
                counter(
                        "audit_failures_total",
                        "How often the audit log could not be written.",
                        log.failures()));
    }

    private static Measurement counter(String name, String help, long value) {
        return new Measurement(name, help, Kind.COUNTER, Map.of(), (double) value);
    }
}
