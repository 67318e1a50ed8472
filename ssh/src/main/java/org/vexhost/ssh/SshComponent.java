package org.vexhost.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
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
import org.vexhost.api.admin.AuditTrail;
import org.vexhost.api.admin.ShellSessions;
import org.vexhost.ssh.key.AuthorizedKeys;
import org.vexhost.ssh.key.HostKey;

/** Serves the shell over SSH while the settings ask for it. */
@Component(
        immediate = true,
        configurationPid = "org.vexhost.ssh",
        service = {})
public final class SshComponent {

    private static final Logger LOG = LoggerFactory.getLogger(SshComponent.class);
    private static final String FILE = "org.vexhost.ssh.cfg";

    private final Path home;
    private final ShellSessions shells;
    private volatile @Nullable AuditTrail audit;
    private @Nullable SshSettings current;
    private @Nullable SshHost host;

    /** Creates the component; called by Declarative Services. */
    @Activate
    public SshComponent(
            BundleContext context, Map<String, Object> values, @Reference ShellSessions shells) {
        home = Path.of(String.valueOf(context.getProperty("vexhost.home")));
        this.shells = shells;
        modified(values);
    }

    /** Applies changed settings; invalid settings change nothing. */
    @Modified
    public synchronized void modified(Map<String, Object> values) {
        try {
            SshSettings settings = SshSettings.read(values, text -> LOG.warn("{}: {}", FILE, text));
            if (settings.equals(current)) {
                return;
            }
            SshHost begun = settings.isEnabled() ? begin(settings) : null;
            end();
            current = settings;
            host = begun;
            if (begun != null) {
                begun.start();
            }
        } catch (IllegalArgumentException | IOException e) {
            LOG.error(
                    "{} is invalid, the earlier settings stay in effect [{}]",
                    FILE,
                    e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("{} cannot be applied", FILE, e);
        }
    }

    private SshHost begin(SshSettings settings) throws IOException {
        Path run = home.resolve("run");
        UserPrincipal self = Files.getOwner(Files.isDirectory(run) ? run : home);
        AuthorizedKeys keys =
                new AuthorizedKeys(home.resolve(settings.keysFile()), self, LOG::warn);
        HostKey key = new HostKey(home.resolve("etc/ssh/host_key"), self);
        return new SshHost(settings, key.load(), keys, shells, this::trail);
    }

    private AuditTrail trail() {
        AuditTrail now = audit;
        return now == null ? AuditTrail.NONE : now;
    }

    /** Sets the audit log. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "unsetAudit")
    public void setAudit(AuditTrail trail) {
        audit = trail;
    }

    /** Unsets the audit log. */
    public void unsetAudit(AuditTrail trail) {
        if (audit == trail) {
            audit = null;
        }
    }

    private synchronized void end() {
        SshHost ending = host;
        host = null;
        if (ending != null) {
            ending.close();
            LOG.info("shell is not available by SSH any more");
        }
    }

    /** Ends all sessions. */
    @Deactivate
    public void close() {
        end();
    }
}
