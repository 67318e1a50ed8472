package org.vexhost.traces;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.CallInterceptor;
import org.vexhost.api.admin.Measurement;
import org.vexhost.api.admin.Measurement.Kind;
import org.vexhost.api.admin.Measurements;
import org.vexhost.api.admin.ToolAdministration;

/** Makes spans of calls while the settings ask for it. Otherwise it only has read its settings. */
@Component(
        immediate = true,
        configurationPid = "org.vexhost.traces",
        service = {})
public final class TracesComponent {

    private static final Logger LOG = LoggerFactory.getLogger(TracesComponent.class);
    private static final String FILE = "org.vexhost.traces.cfg";

    /**
     * Outside of quotas, whose rejections are calls as well; inside the audit log, whose ranking is
     * higher.
     */
    private static final int RANKING = 900;

    private final BundleContext context;
    private final Path home;
    private final String version;
    private final String instance = UUID.randomUUID().toString();
    private final DeliveryLog deliveries = new DeliveryLog(System::nanoTime);
    private final ServiceRegistration<Measurements> measurements;
    private volatile @Nullable ToolAdministration tools;
    private @Nullable TracePipeline pipeline;
    private @Nullable ServiceRegistration<CallInterceptor> interceptor;

    /** Creates the component; called by Declarative Services. */
    @Activate
    public TracesComponent(BundleContext context, Map<String, Object> values) {
        this.context = context;
        home = Path.of(String.valueOf(context.getProperty("vexhost.home")));
        version = String.valueOf(context.getProperty("vexhost.version"));
        modified(values);
        measurements = context.registerService(Measurements.class, this::measurements, null);
    }

    /** Applies changed settings; invalid settings change nothing. */
    @Modified
    public synchronized void modified(Map<String, Object> values) {
        TracesSettings settings;
        TracePipeline begun = null;
        try {
            settings = TracesSettings.read(values, text -> LOG.warn("{}: {}", FILE, text));
            if (settings.isEnabled()) {
                begun =
                        new TracePipeline(
                                settings, version, instance, headers(settings), deliveries);
            }
        } catch (IllegalArgumentException | IOException e) {
            LOG.error(
                    "{} is invalid, the earlier settings stay in effect [{}]",
                    FILE,
                    e.getMessage());
            return;
        } catch (RuntimeException | Error e) {
            LOG.error("{} cannot be applied, the earlier settings stay in effect", FILE, e);
            return;
        }
        try {
            end();
            if (begun != null) {
                begin(begun);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("{} cannot be applied, calls have no spans", FILE, e);
            if (begun != null) {
                begun.close();
            }
            return;
        }
        if (begun != null) {
            LOG.info("calls have spans, which go to '{}'", settings.collector());
        }
    }

    private Optional<Supplier<Map<String, String>>> headers(TracesSettings settings)
            throws IOException {
        if (settings.headersFile().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                CollectorHeaders.of(new HeadersFile(home.resolve(settings.headersFile().get()))));
    }

    private synchronized void begin(TracePipeline begun) {
        interceptor =
                context.registerService(
                        CallInterceptor.class,
                        new CallTracer(begun.tracer(), this::isDeployed),
                        FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, RANKING)));
        pipeline = begun;
    }

    private synchronized void end() {
        ServiceRegistration<CallInterceptor> oldInterceptor = interceptor;
        TracePipeline oldPipeline = pipeline;
        interceptor = null;
        pipeline = null;
        try {
            if (oldInterceptor != null) {
                oldInterceptor.unregister();
            }
        } finally {
            if (oldPipeline != null) {
                oldPipeline.close();
            }
        }
    }

    private boolean isDeployed(String name) {
        ToolAdministration now = tools;
        return now != null && now.tool(name).isPresent();
    }

    /** Sets the service that knows the deployed tools. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "unsetTools")
    public void setTools(ToolAdministration administration) {
        tools = administration;
    }

    /** Unsets the service that knows the deployed tools. */
    public void unsetTools(ToolAdministration administration) {
        if (tools == administration) {
            tools = null;
        }
    }

    /** Sends the remaining spans. */
    @Deactivate
    public void close() {
        try {
            end();
        } finally {
            measurements.unregister();
        }
    }

    private List<Measurement> measurements() {
        return List.of(
                counter(
                        "traces_spans_sent_total",
                        "Spans that the collector took.",
                        deliveries.sent()),
                counter(
                        "traces_spans_lost_total",
                        "Spans that were lost, because the collector did not take them in time.",
                        deliveries.lost()));
    }

    private static Measurement counter(String name, String help, long value) {
        return new Measurement(name, help, Kind.COUNTER, Map.of(), (double) value);
    }
}
