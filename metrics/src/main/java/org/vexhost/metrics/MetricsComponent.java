package org.vexhost.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
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
import org.vexhost.api.admin.Measurements;
import org.vexhost.api.admin.MetricsExporter;
import org.vexhost.api.admin.ToolAdministration;

/**
 * Provides the metrics of the host. It has no thread of its own and does not slow down calls. Each
 * request reads counters that the host updates anyway.
 */
@Component(immediate = true, configurationPid = "org.vexhost.metrics")
public final class MetricsComponent implements MetricsExporter {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsComponent.class);
    private static final String FILE = "org.vexhost.metrics.cfg";

    private final List<Measurements> modules = new CopyOnWriteArrayList<>();
    private @Nullable JmxRegistration jmx;
    private volatile @Nullable ToolAdministration tools;

    /**
     * The reader of all metrics. Created on first use, because it loads many classes of the
     * library.
     */
    private static final class Reading {
        private final MetricsCollector collector;
        private final PrometheusText text = new PrometheusText();

        Reading(MetricsCollector collector) {
            this.collector = collector;
        }
    }

    private volatile @Nullable Reading reading;

    /** Creates the component; called by Declarative Services. */
    @Activate
    public MetricsComponent(Map<String, Object> values) {
        modified(values);
    }

    /** Applies changed settings. Invalid settings change nothing. */
    @Modified
    public void modified(Map<String, Object> values) {
        try {
            MetricsSettings settings =
                    MetricsSettings.read(values, text -> LOG.warn("{}: {}", FILE, text));
            showByJmx(settings.isJmx(System.getProperties()));
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "{} cannot be used, the earlier settings stay in effect [{}]",
                    FILE,
                    e.getMessage());
        }
    }

    private synchronized void showByJmx(boolean isShown) {
        JmxRegistration now = jmx;
        if (isShown && now == null) {
            jmx = new JmxRegistration(new MetricsBean(() -> reading().collector.collect()));
        } else if (!isShown && now != null) {
            now.close();
            jmx = null;
        }
    }

    /** Removes the JMX bean. */
    @Deactivate
    public void close() {
        showByJmx(false);
    }

    /** Sets the service that administers all tools. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "unsetTools")
    public void setTools(ToolAdministration administration) {
        tools = administration;
    }

    /** Unsets the service that administers all tools. */
    public void unsetTools(ToolAdministration administration) {
        if (tools == administration) {
            tools = null;
        }
    }

    /** Adds the measurements of a module. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "removeMeasurements")
    public void addMeasurements(Measurements added) {
        modules.add(added);
    }

    /** Removes the measurements of a module. */
    public void removeMeasurements(Measurements removed) {
        modules.remove(removed);
    }

    @Override
    public String write(String accept, OutputStream out) throws IOException {
        Reading now = reading();
        return now.text.write(now.collector.collect(), accept, out);
    }

    private Reading reading() {
        Reading known = reading;
        if (known == null) {
            known = new Reading(new MetricsCollector(() -> Optional.ofNullable(tools), modules));
            reading = known;
        }
        return known;
    }
}
