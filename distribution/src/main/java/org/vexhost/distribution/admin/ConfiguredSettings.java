package org.vexhost.distribution.admin;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.Settings;

/**
 * Reports the settings in the files of {@code etc/}, for configurations that no module reports
 * itself. Passwords are omitted.
 */
final class ConfiguredSettings implements Settings {

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredSettings.class);

    /** The loader's configuration. The loader itself reports it, including defaults. */
    private static final String TOLD_BY_ITS_MODULE = "org.vexhost.host";

    private static final String FILE = "felix.fileinstall.filename";

    private final ConfigurationAdmin admin;

    ConfiguredSettings(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    @Override
    public List<Setting> current() {
        List<Setting> all = new ArrayList<>();
        try {
            Configuration @Nullable [] found = admin.listConfigurations(null);
            for (Configuration each : found == null ? new Configuration[0] : found) {
                Dictionary<String, Object> values = each.getProperties();
                if (values != null
                        && values.get(FILE) != null
                        && !each.getPid().equals(TOLD_BY_ITS_MODULE)) {
                    add(all, each.getPid(), values);
                }
            }
        } catch (IOException | InvalidSyntaxException | IllegalStateException e) {
            LOG.warn("configurations cannot be listed [{}]", e.toString());
        }
        all.sort(Comparator.comparing(Setting::pid).thenComparing(Setting::name));
        return all;
    }

    private static void add(List<Setting> all, String pid, Dictionary<String, Object> values) {
        for (String name : Collections.list(values.keys())) {
            if (!isOfTheFramework(name) && !isSecret(name)) {
                all.add(
                        new Setting(
                                pid,
                                MessageText.escape(name, 200),
                                MessageText.printable(text(values.get(name))),
                                Optional.empty(),
                                Source.CONFIGURED));
            }
        }
    }

    private static boolean isOfTheFramework(String name) {
        return name.startsWith("service.") || name.startsWith("felix.");
    }

    static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("password") || lower.contains("secret") || lower.contains("token");
    }

    private static String text(Object value) {
        if (!value.getClass().isArray()) {
            return value.toString();
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < Array.getLength(value); i++) {
            parts.add(String.valueOf(Array.get(value, i)));
        }
        return String.join(",", parts);
    }
}
