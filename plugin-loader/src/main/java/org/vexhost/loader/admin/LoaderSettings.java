package org.vexhost.loader.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.Settings;
import org.vexhost.loader.config.HostConfig;
import org.vexhost.loader.config.HostConfiguration;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.config.SettingList;

/** The settings of deployment and calls that are in force. Rejected values are not included. */
@Component
public final class LoaderSettings implements Settings {

    private final HostConfiguration configuration;

    /** Called by Declarative Services. */
    @Activate
    public LoaderSettings(@Reference HostConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public List<Setting> current() {
        HostSettings now = configuration.current();
        Map<String, String> defaults = SettingList.of(HostSettings.defaultsFor(now.home()));
        List<Setting> all = new ArrayList<>();
        SettingList.of(now)
                .forEach(
                        (name, value) -> {
                            String without = defaults.getOrDefault(name, "");
                            all.add(
                                    new Setting(
                                            HostConfig.PID,
                                            name,
                                            MessageText.printable(value),
                                            Optional.of(without),
                                            value.equals(without)
                                                    ? Source.DEFAULT
                                                    : Source.CONFIGURED));
                        });
        return all;
    }
}
