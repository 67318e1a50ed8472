package org.vexhost.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

/**
 * The JMX bean for the metrics. It is read-only, and has one attribute with the same name for each
 * metric family. A family without labels is a number. A family with labels, or a distribution, is a
 * table whose rows are identified by labels.
 */
final class MetricsBean implements DynamicMBean {

    private static final String LABELS = "labels";
    private static final String VALUE = "value";
    private static final String COUNT = "count";
    private static final String SUM = "sum";

    private final Supplier<MetricSnapshots> numbers;

    MetricsBean(Supplier<MetricSnapshots> numbers) {
        this.numbers = numbers;
    }

    private Map<String, MetricSnapshot> families() {
        Map<String, MetricSnapshot> all = new LinkedHashMap<>();
        for (MetricSnapshot each : numbers.get()) {
            String suffix =
                    each instanceof CounterSnapshot
                            ? "_total"
                            : each instanceof InfoSnapshot ? "_info" : "";
            all.put(each.getMetadata().getPrometheusName() + suffix, each);
        }
        return all;
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException, ReflectionException {
        MetricSnapshot family = families().get(name);
        if (family == null) {
            throw new AttributeNotFoundException("no number has this name");
        }
        return value(family);
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        Map<String, MetricSnapshot> families = families();
        AttributeList found = new AttributeList();
        for (String name : names) {
            MetricSnapshot family = families.get(name);
            if (family != null) {
                try {
                    found.add(new Attribute(name, value(family)));
                } catch (ReflectionException e) {
                    throw new IllegalStateException("number '" + name + "' has no form", e);
                }
            }
        }
        return found;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes =
                families().entrySet().stream()
                        .map(
                                each ->
                                        new MBeanAttributeInfo(
                                                each.getKey(),
                                                isNumber(each.getValue())
                                                        ? Double.class.getName()
                                                        : TabularData.class.getName(),
                                                each.getValue().getMetadata().getHelp(),
                                                true,
                                                false,
                                                false))
                        .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(
                MetricsBean.class.getName(),
                "The numbers of this host, as docs/metrics.md lists them.",
                attributes,
                null,
                null,
                null);
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException("numbers are read only");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String action, Object[] arguments, String[] signature)
            throws ReflectionException {
        throw new ReflectionException(new NoSuchMethodException(action));
    }

    private static boolean isNumber(MetricSnapshot family) {
        return family.getDataPoints().size() == 1
                && family.getDataPoints().get(0).getLabels().isEmpty()
                && (family.getDataPoints().get(0) instanceof CounterDataPointSnapshot
                        || family.getDataPoints().get(0) instanceof GaugeDataPointSnapshot);
    }

    private static Object value(MetricSnapshot family) throws ReflectionException {
        if (isNumber(family)) {
            return number(family.getDataPoints().get(0));
        }
        try {
            String name = family.getMetadata().getPrometheusName();
            boolean isDistribution =
                    family.getDataPoints().get(0) instanceof HistogramDataPointSnapshot
                            || family.getDataPoints().get(0) instanceof SummaryDataPointSnapshot;
            CompositeType row = isDistribution ? distribution(name) : single(name);
            TabularDataSupport table =
                    new TabularDataSupport(new TabularType(name, name, row, new String[] {LABELS}));
            for (DataPointSnapshot point : family.getDataPoints()) {
                table.put(row(row, point));
            }
            return table;
        } catch (OpenDataException e) {
            throw new ReflectionException(e);
        }
    }

    private static CompositeType single(String name) throws OpenDataException {
        String[] items = {LABELS, VALUE};
        return new CompositeType(
                name, name, items, items, new OpenType<?>[] {SimpleType.STRING, SimpleType.DOUBLE});
    }

    private static CompositeType distribution(String name) throws OpenDataException {
        String[] items = {LABELS, COUNT, SUM};
        return new CompositeType(
                name,
                name,
                items,
                items,
                new OpenType<?>[] {SimpleType.STRING, SimpleType.LONG, SimpleType.DOUBLE});
    }

    private static CompositeData row(CompositeType type, DataPointSnapshot point)
            throws OpenDataException {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(LABELS, labels(point));
        if (point instanceof HistogramDataPointSnapshot histogram) {
            row.put(COUNT, histogram.getCount());
            row.put(SUM, histogram.getSum());
        } else if (point instanceof SummaryDataPointSnapshot summary) {
            row.put(COUNT, summary.getCount());
            row.put(SUM, summary.getSum());
        } else {
            row.put(VALUE, number(point));
        }
        return new CompositeDataSupport(type, row);
    }

    private static String labels(DataPointSnapshot point) {
        StringJoiner text = new StringJoiner(",");
        for (Label label : point.getLabels()) {
            text.add(label.getName() + "=" + label.getValue());
        }
        return text.toString();
    }

    private static double number(DataPointSnapshot point) {
        if (point instanceof CounterDataPointSnapshot counter) {
            return counter.getValue();
        }
        return point instanceof GaugeDataPointSnapshot gauge ? gauge.getValue() : 1;
    }
}
