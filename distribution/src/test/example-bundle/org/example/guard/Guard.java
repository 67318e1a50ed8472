package org.example.guard;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.vexhost.api.CallInterceptor;
import org.vexhost.api.Caller;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.InterceptedCall;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.AdminEvent;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.CallRecord;
import org.vexhost.api.admin.EventLog;
import org.vexhost.api.admin.LogTail;
import org.vexhost.api.admin.PendingApproval;
import org.vexhost.api.admin.Settings;
import org.vexhost.api.admin.ThreadOverview;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.ToolOperations;
import org.vexhost.api.admin.VersionInfo;
import org.vexhost.api.admin.VersionInfo.LimitRequest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A bundle of somebody else's: gives tools the folders that they ask for, approves their updates,
 * and refuses calls with a word in them that it does not like. It writes down what it sees.
 */
public final class Guard implements BundleActivator {

    private static final Caller SELF = Caller.bundle("org.example.guard");

    private final Path report = Path.of(System.getProperty("example.report"));
    private final ExecutorService work = Executors.newSingleThreadExecutor();
    private ServiceTracker<ToolAdministration, EventLog.Subscription> administrations;
    private ServiceTracker<ToolExecutor, ToolExecutor> executors;
    private BundleContext context;

    @Override
    public void start(BundleContext bundle) {
        context = bundle;
        context.registerService(CallInterceptor.class, this::judge, null);
        executors = new ServiceTracker<>(context, ToolExecutor.class, null);
        executors.open();
        administrations =
                new ServiceTracker<>(context, ToolAdministration.class, null) {
                    @Override
                    public EventLog.Subscription addingService(
                            ServiceReference<ToolAdministration> reference) {
                        ToolAdministration administration = context.getService(reference);
                        return administration
                                .events()
                                .subscribe(0, event -> saw(administration, event));
                    }

                    @Override
                    public void removedService(
                            ServiceReference<ToolAdministration> reference,
                            EventLog.Subscription subscription) {
                        subscription.close();
                        context.ungetService(reference);
                    }
                };
        administrations.open();
    }

    private ToolResult judge(InterceptedCall call, CallInterceptor.Continuation next)
            throws ToolException {
        if (call.call().arguments().text().contains("forbidden")) {
            throw ToolError.of(
                            ErrorReason.REFUSED_BY_POLICY, call.tool(), "that word is not allowed")
                    .toException();
        }
        String outcome = "no result";
        try {
            ToolResult result = next.proceed();
            outcome = "result of version " + call.version().orElse("?");
            return result;
        } catch (ToolException e) {
            outcome = String.valueOf(e.error().reason());
            throw e;
        } finally {
            write("call of " + call.tool() + " by " + call.call().caller() + ": " + outcome);
        }
    }

    private void saw(ToolAdministration administration, AdminEvent event) {
        write(
                "event %s of %s by %s"
                        .formatted(
                                event.kind(),
                                event.tool(),
                                event.operator().map(Caller::toString).orElse("nobody")));
        work.execute(() -> help(administration, event.tool()));
    }

    private void help(ToolAdministration administration, String name) {
        Optional<ToolInfo> tool = administration.tool(name);
        if (tool.isEmpty() || tool.get().status().state() != ToolState.BLOCKED) {
            tool.ifPresent(this::called);
            return;
        }
        ToolOperations operations = administration.as(SELF);
        try {
            Optional<PendingApproval> pending = administration.pendingApproval(name);
            if (!tool.get().missing().isEmpty()) {
                for (MissingCapability missing : tool.get().missing()) {
                    write(
                            "grants "
                                    + operations.grantRequested(
                                            name, missing.capability(), digest(tool)));
                }
            } else if (pending.isPresent()) {
                write("approves " + pending.get().changes().size() + " changes of " + name);
                operations.approve(name, Optional.of(pending.get().toDigest()));
            }
        } catch (AdministrationException e) {
            write("was told " + e.reason() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<String> digest(Optional<ToolInfo> tool) {
        return tool.flatMap(ToolInfo::newest).flatMap(newest -> newest.artifactDigest());
    }

    /** Calls a tool that serves, as a bundle does that says nothing of callers. */
    private void called(ToolInfo tool) {
        ToolExecutor executor = executors.getService();
        if (executor == null || tool.serving().isEmpty()) {
            return;
        }
        try {
            executor.execute(tool.name(), ToolCall.of(Json.parse("{\"query\":\"tide\"}")));
            look(tool);
        } catch (ToolException e) {
            write("own call failed: " + e.error().reason());
        }
    }

    /** Reads what an operator's page would show. */
    private void look(ToolInfo tool) {
        ToolAdministration administration = service(ToolAdministration.class);
        for (CallRecord call : administration.recentCalls(tool.name(), 1)) {
            write(
                    "latest call of %s by %s used fuel: %s"
                            .formatted(
                                    call.tool(),
                                    call.caller(),
                                    call.usage().fuelConsumed() > 0));
        }
        write("calls are counted: " + (administration.calls(tool.name()).ended() > 0));
        VersionInfo serving = tool.serving().orElseThrow();
        boolean asks = !serving.requestedLimits().equals(LimitRequest.NONE);
        write("asks for limits: " + asks + ", has some: " + serving.limits().isPresent());
        write("warnings: " + administration.schemaWarnings(serving.definition()).size());
        boolean decides =
                service(ThreadOverview.class).threads().stream()
                        .anyMatch(each -> each.name().equals("vexhost-deploy"));
        write("has a thread that decides: " + decides);
        boolean named =
                service(LogTail.class).after(0, LogTail.MIN_KEPT).stream()
                        .anyMatch(each -> each.tool().equals(Optional.of(tool.name())));
        write("log names the tool: " + named);
        write("settings: " + settings());
    }

    private <T> T service(Class<T> type) {
        return context.getService(context.getServiceReference(type));
    }

    /** Any module may tell of its settings. */
    private boolean settings() {
        try {
            for (ServiceReference<Settings> each :
                    context.getServiceReferences(Settings.class, null)) {
                for (Settings.Setting setting : context.getService(each).current()) {
                    if (setting.name().equals("maxConcurrentCalls")
                            && setting.source() == Settings.Source.DEFAULT) {
                        return true;
                    }
                }
            }
            return false;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void write(String line) {
        try {
            Files.writeString(
                    report, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop(BundleContext context) {
        administrations.close();
        executors.close();
        work.shutdownNow();
    }
}
