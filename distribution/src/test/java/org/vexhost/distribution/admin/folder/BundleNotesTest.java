package org.vexhost.distribution.admin.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Version;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.AuditTrail;

@DisplayName("Bundles in the audit log")
class BundleNotesTest {

    private final List<String> lines = new ArrayList<>();
    private Optional<CommandSession> session = Optional.empty();
    private Optional<AuditTrail> trail =
            Optional.of(
                    new AuditTrail() {
                        @Override
                        public Change begin(Caller who, String action, Map<String, String> facts) {
                            throw new UnsupportedOperationException("is not asked");
                        }

                        @Override
                        public void note(Caller who, String action, Map<String, String> facts) {
                            lines.add(who + " " + action + " " + new TreeMap<>(facts));
                        }
                    });

    private int wakes;
    private static final String USER = "user";
    private final BundleNotes notes =
            new BundleNotes(() -> trail, USER, () -> session, () -> wakes++);

    private static Bundle bundle(long id, String location) {
        return (Bundle)
                Proxy.newProxyInstance(
                        BundleNotesTest.class.getClassLoader(),
                        new Class<?>[] {Bundle.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getBundleId" -> id;
                                    case "getSymbolicName" -> "org.example";
                                    case "getVersion" -> new Version("1.2.3");
                                    case "getLocation" -> location;
                                    case "equals" -> proxy == arguments[0];
                                    case "hashCode" -> (int) id;
                                    default -> throw new UnsupportedOperationException();
                                });
    }

    private void typedBy(String user) {
        Principal principal = () -> user;
        session =
                Optional.of(
                        (CommandSession)
                                Proxy.newProxyInstance(
                                        getClass().getClassLoader(),
                                        new Class<?>[] {CommandSession.class},
                                        (proxy, method, arguments) -> principal));
    }

    private void happens(int type, Bundle bundle) {
        notes.bundleChanged(new BundleEvent(type, bundle));
    }

    @Test
    void areThoseOfTheHostWithoutACommand() {
        Bundle bundle = bundle(7, "vexhost-bundle:example.jar");
        for (int type :
                new int[] {
                    BundleEvent.INSTALLED,
                    BundleEvent.RESOLVED,
                    BundleEvent.STARTING,
                    BundleEvent.STARTED,
                    BundleEvent.STOPPING,
                    BundleEvent.STOPPED,
                    BundleEvent.UPDATED,
                    BundleEvent.UNINSTALLED
                }) {
            happens(type, bundle);
        }
        assertEquals(List.of(), lines);
        assertEquals(5, wakes);
        notes.update();
        String line =
                "host 'bundles' bundle.%s {bundle=org.example, id=7,"
                        + " location=vexhost-bundle:example.jar, version=1.2.3}";
        assertEquals(
                List.of("installed", "started", "stopped", "updated", "uninstalled").stream()
                        .map(line::formatted)
                        .toList(),
                lines);
    }

    @Test
    void areThoseOfWhoTypedACommand() {
        typedBy("ann");
        happens(BundleEvent.STOPPED, bundle(7, "vexhost-tool:echo"));
        notes.update();
        assertEquals(
                List.of(
                        "user 'ann' bundle.stopped {bundle=org.example, id=7,"
                                + " location=vexhost-tool:echo, version=1.2.3}"),
                lines);
    }

    @Test
    void areNotThoseThatStandForATool() {
        happens(BundleEvent.STOPPED, bundle(7, "vexhost-tool:echo"));
        happens(BundleEvent.STOPPED, bundle(0, "System Bundle"));
        assertEquals(0, wakes);
        notes.update();
        assertEquals(List.of(), lines);
    }

    @Test
    void waitForALogThatIsNotThere() {
        Optional<AuditTrail> before = trail;
        trail = Optional.empty();
        happens(BundleEvent.STARTED, bundle(7, "x"));
        notes.update();
        trail = before;
        notes.update();
        assertEquals(1, lines.size());
    }

    @Test
    void showNoPasswordAndNoToken() {
        assertEquals(
                "https://example.org/a.jar",
                BundleNotes.withoutSecrets("https://user:pass@example.org/a.jar?token=t#x"));
        assertEquals(
                "jar:https://example.org/a.jar!/b@c",
                BundleNotes.withoutSecrets("jar:https://u:p@w@example.org/a.jar!/b@c"));
        assertEquals("file:/opt/a@b.jar", BundleNotes.withoutSecrets("file:/opt/a@b.jar"));
    }
}
