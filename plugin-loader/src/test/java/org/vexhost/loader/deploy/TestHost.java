package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.vexhost.api.Caller;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolState;
import org.vexhost.loader.Await;
import org.vexhost.loader.config.HostConfiguration;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.operator.GrantThread;
import org.vexhost.loader.deploy.operator.ToolAdmin;
import org.vexhost.loader.files.FileWriter;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolLease;

/** A deployer on a folder, with everything around it faked. */
final class TestHost implements AutoCloseable, HostConfiguration {

    final Path home;
    final Path tools;
    final FakeFactory factory = new FakeFactory();
    final FakeBundles bundles = new FakeBundles();
    final HeapBudget heap = new HeapBudget(512L << 20);
    final LiveToolRegistry registry = new LiveToolRegistry();
    final List<String> states = Collections.synchronizedList(new ArrayList<>());
    private final List<Consumer<HostSettings>> listeners = new ArrayList<>();
    private volatile HostSettings settings;
    private final FileWriter files;
    private final List<Path> writtenByControlThread =
            Collections.synchronizedList(new ArrayList<>());
    final Deployer deployer;

    TestHost(Path home) {
        this(HostSettings.defaultsFor(home));
    }

    TestHost(HostSettings settings) {
        this(settings, FileWriter.ATOMIC, new GrantThread());
    }

    /** With other ways to the disk. */
    TestHost(HostSettings settings, FileWriter files, GrantThread grantThread) {
        this(settings, files, grantThread, Set.of());
    }

    /** With versions whose compilation does not end by itself. */
    TestHost(Path home, Set<String> held) {
        this(HostSettings.defaultsFor(home), FileWriter.ATOMIC, new GrantThread(), held);
    }

    private TestHost(
            HostSettings settings, FileWriter files, GrantThread grantThread, Set<String> held) {
        factory.held.addAll(held);
        this.files = files;
        this.home = settings.home();
        this.settings = settings;
        this.tools = settings.toolsFolder();
        try {
            Files.createDirectories(tools);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        registry.subscribe(
                event ->
                        event.after()
                                .ifPresent(
                                        entry ->
                                                states.add(
                                                        entry.name()
                                                                + " "
                                                                + entry.version().orElse("-")
                                                                + " "
                                                                + entry.state())));
        deployer =
                new Deployer(
                        this,
                        registry,
                        factory,
                        bundles,
                        heap,
                        Clock.systemUTC(),
                        this::write,
                        grantThread);
    }

    private void write(Path file, byte[] content) throws IOException {
        if (Thread.currentThread().getName().equals("vexhost-deploy")) {
            writtenByControlThread.add(file);
        }
        files.write(file, content);
    }

    @Override
    public HostSettings current() {
        return settings;
    }

    @Override
    public Subscription subscribe(Consumer<HostSettings> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void set(HostSettings changed) {
        settings = changed;
        listeners.forEach(listener -> listener.accept(changed));
    }

    ToolAdmin admin() {
        return deployer.admin();
    }

    /** Waits until an artifact is in a state. */
    ToolEntry await(String artifact, ToolState state) throws InterruptedException {
        return await(artifact, entry -> entry.state() == state);
    }

    /** Waits until an artifact is as wanted. */
    ToolEntry await(String artifact, Predicate<ToolEntry> wanted) throws InterruptedException {
        AtomicReference<ToolEntry> seen = new AtomicReference<>();
        awaitTrue(
                () -> {
                    Optional<ToolEntry> entry = entry(artifact);
                    entry.ifPresent(seen::set);
                    return entry.filter(wanted).isPresent();
                });
        return seen.get();
    }

    /** Waits until a version of an artifact serves. */
    ToolEntry awaitActive(String artifact, String version) throws InterruptedException {
        return await(
                artifact,
                entry ->
                        entry.state() == ToolState.ACTIVE
                                && entry.version().filter(version::equals).isPresent());
    }

    void awaitGone(String artifact) throws InterruptedException {
        awaitTrue(() -> entry(artifact).isEmpty());
    }

    void awaitTrue(BooleanSupplier wanted) throws InterruptedException {
        Await.until(wanted, registry::all);
    }

    /** Waits until calls of a tool are refused for a reason. */
    void awaitRefusal(String name, ErrorReason reason) throws InterruptedException {
        awaitTrue(
                () -> {
                    try {
                        call(name);
                        return false;
                    } catch (ToolException e) {
                        return e.error().reason() == reason;
                    }
                });
    }

    Optional<ToolEntry> entry(String artifact) {
        return registry.all().stream()
                .filter(entry -> entry.artifact().equals(artifact))
                .findFirst();
    }

    /** Calls a tool, as the executor does. */
    String call(String name) throws ToolException {
        try (ToolLease lease = registry.acquire(name)) {
            return lease.served()
                    .tool()
                    .execute(ToolCall.of(Json.EMPTY_OBJECT, Caller.host("test")))
                    .text();
        }
    }

    @Override
    public void close() {
        deployer.close();
        assertEquals(List.of(), writtenByControlThread, "the control thread waits for no disk");
    }
}
