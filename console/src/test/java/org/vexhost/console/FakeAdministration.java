package org.vexhost.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Caller;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Grant;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolState;
import org.vexhost.api.ToolStatus;
import org.vexhost.api.admin.AdminEvent;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.CallRecord;
import org.vexhost.api.admin.CapabilityRequest;
import org.vexhost.api.admin.DenialInfo;
import org.vexhost.api.admin.EventLog;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.Histogram;
import org.vexhost.api.admin.HostLoad;
import org.vexhost.api.admin.PendingApproval;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.ToolOperations;
import org.vexhost.api.admin.UploadedFile;
import org.vexhost.api.admin.VersionInfo;
import org.vexhost.api.admin.VersionInfo.LimitRequest;

/** A host with one hostile tool that keeps a line for each thing an operator does. */
final class FakeAdministration implements ToolAdministration {

    static final String DIGEST = "sha256:" + "ab".repeat(32);
    static final String NEXT_DIGEST = "sha256:" + "cd".repeat(32);

    final List<String> done = new ArrayList<>();
    final List<Grant> granted = new ArrayList<>();
    String description = "Echoes.";
    Json schema = Json.parse("{\"type\":\"object\"}");
    ToolState state = ToolState.ACTIVE;
    HostLoad load = new HostLoad(1, 2, 6, 3, 4, 5, false);
    @Nullable SortedMap<String, CallCounts> counts;
    @Nullable AdministrationException failure;
    @Nullable RuntimeException crash;

    @Override
    public List<ToolInfo> tools() {
        return List.of(echo());
    }

    @Override
    public Optional<ToolInfo> tool(String name) {
        return name.equals("echo") ? Optional.of(echo()) : Optional.empty();
    }

    private ToolInfo echo() {
        VersionInfo version =
                new VersionInfo(
                        ToolDefinition.of("echo", "1.0", description, schema),
                        Optional.of(DIGEST),
                        Optional.empty(),
                        List.of(
                                new CapabilityRequest(
                                        Capability.FILE_SYSTEM,
                                        List.of(
                                                new CapabilityRequest.Item(
                                                        "/data",
                                                        Map.of("access", "read"),
                                                        "/data:ro")))),
                        LimitRequest.NONE,
                        Optional.of(SandboxLimits.builder().build()),
                        Optional.of("vex"),
                        List.of(),
                        false,
                        true,
                        Optional.of("66000 bytes"),
                        List.of("vex.log"));
        return new ToolInfo(
                new ToolStatus(
                        "echo",
                        "echo.jar",
                        state,
                        Instant.EPOCH,
                        state == ToolState.ACTIVE ? "" : "<b>because</b>",
                        Optional.of("1.0"),
                        Optional.empty()),
                true,
                ToolInfo.Form.TOOL_BUNDLE,
                List.of(new MissingCapability(Capability.FILE_SYSTEM, List.of("/data"))),
                Optional.of(version),
                Optional.of(version));
    }

    @Override
    public GrantsInfo grants(String name) {
        return new GrantsInfo(
                name,
                granted,
                Optional.of(DIGEST),
                Optional.empty(),
                GrantsInfo.Updates.APPROVE,
                List.of());
    }

    @Override
    public Optional<PendingApproval> pendingApproval(String name) {
        return name.equals("echo") ? Optional.of(pending()) : Optional.empty();
    }

    private static PendingApproval pending() {
        return new PendingApproval(
                "echo",
                Optional.of("1.0"),
                "1.1",
                Optional.of(DIGEST),
                NEXT_DIGEST,
                List.of(
                        new PendingApproval.Change(
                                "import", Optional.empty(), Optional.of("vex.random"))));
    }

    @Override
    public List<DenialInfo> denials(String name) {
        return name.equals("echo")
                ? List.of(
                        new DenialInfo(
                                "path_open",
                                Capability.FILE_SYSTEM,
                                3,
                                Instant.EPOCH,
                                List.of("/etc/shadow"),
                                List.of("vex:grant echo fileSystem /etc=/HOST/FOLDER:ro")))
                : List.of();
    }

    @Override
    public CallCounts calls(String name) {
        return new CallCounts(
                7,
                1,
                Map.of(ErrorReason.FUEL, 2L),
                100,
                50,
                65_536,
                new Histogram(List.of(1000L), List.of(4L, 1L), 9000),
                Histogram.EMPTY);
    }

    @Override
    public SortedMap<String, CallCounts> calls() {
        return counts == null ? new TreeMap<>(Map.of("echo", calls("echo"))) : counts;
    }

    @Override
    public List<CallRecord> recentCalls(String name, int max) {
        return List.of();
    }

    @Override
    public List<CallRecord> recentCalls(int max) {
        return List.of();
    }

    @Override
    public List<String> schemaWarnings(ToolDefinition definition) {
        return List.of();
    }

    @Override
    public HostLoad load() {
        return load;
    }

    @Override
    public EventLog events() {
        return new NoEvents();
    }

    @Override
    public ToolOperations as(Caller operator) {
        return new Operations(operator);
    }

    private static final class NoEvents implements EventLog {
        @Override
        public long lastSequence() {
            return 0;
        }

        @Override
        public long firstSequence() {
            return 1;
        }

        @Override
        public List<AdminEvent> after(long sequence, int max) {
            return List.of();
        }

        @Override
        public Subscription subscribe(long sequence, Consumer<AdminEvent> listener) {
            return () -> {};
        }
    }

    private final class Operations implements ToolOperations {

        private final Caller operator;

        private Operations(Caller operator) {
            this.operator = operator;
        }

        private void doIt(String what) throws AdministrationException {
            done.add(operator + ": " + what);
            if (crash != null) {
                throw crash;
            }
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public ToolInfo deploy(Path source, Duration wait) {
            throw new AssertionError("a path of the host's machine came over the network");
        }

        @Override
        public ToolInfo deploy(List<UploadedFile> files, Duration wait)
                throws AdministrationException {
            StringBuilder text = new StringBuilder("deploy " + wait);
            for (UploadedFile file : files) {
                try (InputStream in = file.content().open()) {
                    text.append(' ')
                            .append(file.name())
                            .append('=')
                            .append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            doIt(text.toString());
            return echo();
        }

        @Override
        public List<Path> undeploy(String name) throws AdministrationException {
            doIt("undeploy " + name);
            return List.of(Path.of("/home/tools/echo\u001b.jar"));
        }

        @Override
        public void enable(String name) throws AdministrationException {
            doIt("enable " + name);
        }

        @Override
        public void disable(String name) throws AdministrationException {
            doIt("disable " + name);
        }

        @Override
        public GrantsInfo grant(
                String name,
                List<? extends Grant> grants,
                Optional<GrantsInfo.Updates> updates,
                Optional<String> digest)
                throws AdministrationException {
            doIt("grant %s %s %s".formatted(name, updates.orElse(null), digest.orElse(null)));
            granted.addAll(grants);
            return grants(name);
        }

        @Override
        public GrantsInfo grantRequested(
                String name, Capability capability, Optional<String> digest)
                throws AdministrationException {
            doIt("grant requested %s %s %s".formatted(name, capability.key(), digest.orElse(null)));
            return grants(name);
        }

        @Override
        public Grant.FileSystem ownFolder(String name, String guest, Grant.Access access)
                throws AdministrationException {
            doIt("folder " + name);
            return Grant.FileSystem.of(guest, Path.of("/home/data").resolve(name), access);
        }

        @Override
        public GrantsInfo revoke(String name, Capability capability, List<String> values)
                throws AdministrationException {
            done.add(operator + ": revoke " + name + " " + capability.key() + values);
            granted.removeIf(grant -> grant.capability() == capability);
            if (failure != null) {
                throw failure;
            }
            return grants(name);
        }

        @Override
        public PendingApproval approve(String name, Optional<String> digest)
                throws AdministrationException {
            doIt("approve " + name + " " + digest.orElse(null));
            return pending();
        }
    }
}
