package org.vexhost.http;

import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.vexhost.api.SecretSource;
import org.vexhost.api.admin.SecretAdministration;
import org.vexhost.http.secret.SecretFolder;
import org.vexhost.http.secret.Secrets;

/**
 * Provides the secrets in the folder {@code etc/secrets} of the home, and those of every {@link
 * SecretSource} service.
 */
@Component(service = {SecretsComponent.class, SecretAdministration.class})
public final class SecretsComponent implements SecretAdministration {

    private static final String HOME_PROPERTY = "vexhost.home";

    private final Secrets secrets;

    /** Called by Declarative Services. */
    @Activate
    public SecretsComponent(BundleContext context) {
        Path home = Path.of(String.valueOf(context.getProperty(HOME_PROPERTY)));
        secrets = new Secrets(new SecretFolder(home.resolve("etc").resolve("secrets")));
    }

    /** Adds a source. Called by Declarative Services. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeSource")
    public void addSource(SecretSource source) {
        secrets.add(source);
    }

    /** Removes a source. Called by Declarative Services. */
    public void removeSource(SecretSource source) {
        secrets.remove(source);
    }

    Secrets secrets() {
        return secrets;
    }

    @Override
    public List<String> names() {
        return secrets.names();
    }

    /** Stops reading from sources. */
    @Deactivate
    public void close() {
        secrets.close();
    }
}
