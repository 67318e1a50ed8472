package org.vexhost.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.AuditTrail;
import org.vexhost.api.admin.EventLog;
import org.vexhost.api.admin.ToolAdministration;

/** Records in the audit log which artifacts are added to the tools folder and removed from it. */
@Component(
        immediate = true,
        service = {})
public final class ArtifactComponent {

    private final Path tools;
    private final EventLog.Subscription events;

    /** Called by Declarative Services. */
    @Activate
    public ArtifactComponent(
            BundleContext context,
            @Reference AuditTrail audit,
            @Reference ToolAdministration administration) {
        tools =
                Path.of(String.valueOf(context.getProperty(AuditComponent.HOME_PROPERTY)))
                        .resolve("tools");
        Bundle framework = context.getBundle(0);
        events =
                administration
                        .events()
                        .subscribe(
                                0,
                                new ArtifactNotes(
                                        audit,
                                        artifact -> owner(tools, artifact),
                                        () -> framework.getState() == Bundle.STOPPING));
    }

    /**
     * Returns the user who owns an artifact's file or folder, or the host if the owner is unknown.
     */
    static Caller owner(Path tools, String artifact) {
        try {
            Path file = tools.resolve(artifact).normalize();
            if (file.startsWith(tools) && !file.equals(tools)) {
                return Caller.user(Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName());
            }
        } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
            return Caller.host("tools");
        }
        return Caller.host("tools");
    }

    /** Called by Declarative Services. */
    @Deactivate
    public void close() {
        events.close();
    }
}
