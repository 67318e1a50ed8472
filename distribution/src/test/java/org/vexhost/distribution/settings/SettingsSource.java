package org.vexhost.distribution.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vexhost.gateway.http.settings.HttpSettingsReader;
import org.vexhost.http.settings.EgressSettingsReader;

/** The code that reads a settings file. It says itself which settings it reads. */
enum SettingsSource {
    HOST("host", "") {
        @Override
        Object readAll(Map<String, Object> values) throws ReflectiveOperationException {
            return invoke(
                    "org.vexhost.loader.config.SettingsReader",
                    List.of(Path.class, Map.class),
                    Path.of("/srv/home"),
                    values);
        }
    },
    // Without a key store, the other settings of TLS are not read.
    HTTP("http", "tls.keyStore=a.p12 tls.trustStore=b.p12") {
        @Override
        Object readAll(Map<String, Object> values) {
            return HttpSettingsReader.read(values, SettingsSource::isUnknown);
        }
    },
    EGRESS("egress", "") {
        @Override
        Object readAll(Map<String, Object> values) {
            List<String> unknown = new ArrayList<>();
            Object settings = EgressSettingsReader.read(values, unknown);
            unknown.forEach(SettingsSource::isUnknown);
            return settings;
        }
    },
    METRICS("metrics", "") {
        @Override
        Object readAll(Map<String, Object> values) throws ReflectiveOperationException {
            return invokeWithListener("org.vexhost.metrics.MetricsSettings", values);
        }
    },
    TRACES("traces", "") {
        @Override
        Object readAll(Map<String, Object> values) throws ReflectiveOperationException {
            return invokeWithListener("org.vexhost.traces.TracesSettings", values);
        }
    },
    SSH("ssh", "") {
        @Override
        Object readAll(Map<String, Object> values) throws ReflectiveOperationException {
            return invokeWithListener("org.vexhost.ssh.SshSettings", values);
        }
    },
    // All files together must have room for two of them.
    AUDIT("audit", "maxFileBytes=65536 maxBytes=1099511627776") {
        @Override
        Object readAll(Map<String, Object> values) throws ReflectiveOperationException {
            return invokeWithListener("org.vexhost.audit.AuditSettings", values);
        }
    },
    CONSOLE("console", "") {
        @Override
        Object readAll(Map<String, Object> values) throws ReflectiveOperationException {
            return invokeWithListener("org.vexhost.console.ConsoleSettings", values);
        }
    };

    private final String file;
    private final String others;

    /**
     * Creates a source.
     *
     * @param others settings that have to be there as well, as {@code name=value}
     */
    SettingsSource(String name, String others) {
        this.file = "org.vexhost." + name + ".cfg";
        this.others = others;
    }

    /** The name of the file. */
    String file() {
        return file;
    }

    private Map<String, Object> others() {
        Map<String, Object> values = new HashMap<>();
        for (String setting : others.split(" ", -1)) {
            int equals = setting.indexOf('=');
            if (equals > 0) {
                values.put(setting.substring(0, equals), setting.substring(equals + 1));
            }
        }
        return values;
    }

    abstract Object readAll(Map<String, Object> values) throws ReflectiveOperationException;

    /** The settings if this one has no value. */
    Object readWithout(String name) throws ReflectiveOperationException {
        Map<String, Object> values = others();
        values.remove(name);
        return readAll(values);
    }

    /**
     * The settings if this one has a value.
     *
     * @throws IllegalArgumentException if the value is rejected
     */
    Object readWith(String name, Object value) throws ReflectiveOperationException {
        Map<String, Object> values = others();
        values.put(name, value);
        return readAll(values);
    }

    /** The names of all settings that are asked for. */
    Set<String> names() throws ReflectiveOperationException {
        Asked asked = new Asked(others());
        Object ignored = readAll(asked);
        return asked.names;
    }

    private static void isUnknown(String text) {
        throw new IllegalArgumentException(text);
    }

    private static Object invokeWithListener(String type, Map<String, Object> values)
            throws ReflectiveOperationException {
        Consumer<String> unknown = SettingsSource::isUnknown;
        return invoke(type, List.of(Map.class, Consumer.class), values, unknown);
    }

    /** Calls a static method {@code read}, which its module does not export. */
    private static Object invoke(String type, List<Class<?>> parameters, Object... values)
            throws ReflectiveOperationException {
        Method read =
                Class.forName(type).getDeclaredMethod("read", parameters.toArray(Class[]::new));
        read.setAccessible(true);
        try {
            return read.invoke(null, values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause());
        }
    }

    /** Remembers which keys were asked for. */
    private static final class Asked extends AbstractMap<String, Object> {
        private final Map<String, Object> values;
        private final Set<String> names = new TreeSet<>();

        Asked(Map<String, Object> values) {
            this.values = values;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            names.add(String.valueOf(key));
            return values.get(key);
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return values.entrySet();
        }
    }
}
