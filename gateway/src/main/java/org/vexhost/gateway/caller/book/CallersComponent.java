package org.vexhost.gateway.caller.book;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.CallInterceptor;
import org.vexhost.api.admin.AuditTrail;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.gateway.caller.CallerDirectory;
import org.vexhost.gateway.caller.jwt.JwtVerifier;
import org.vexhost.gateway.caller.jwt.KeyFetch;
import org.vexhost.gateway.caller.quota.CallerQuotas;
import org.vexhost.gateway.caller.quota.FuelBook;

/** Reads the callers from their files, and provides them to the transports. */
@Component(
        immediate = true,
        service = {})
public final class CallersComponent {

    private static final Logger LOG = LoggerFactory.getLogger(CallersComponent.class);
    private static final String HOME_PROPERTY = "vexhost.home";
    private static final long LOOK_MILLIS = 500;

    /** The longest wait for a file event. It bounds the delay of a change without an event. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private static final long SAVE_MILLIS = 20_000;

    /**
     * Higher than the default ranking, so that quotas apply before other interceptors. The host
     * counts calls outside all interceptors, so rejected calls are counted too.
     */
    private static final int RANKING = 100;

    private final Object lock = new Object();
    private final CallerFolder folder;
    private final CallerBook book;
    private final FuelBook fuel;
    private final CallerQuotas quotas;
    private final CallerFileEvents events = new CallerFileEvents();
    private final ScheduledExecutorService thread;

    /** Whether nothing happens until an event; used by the thread only. */
    private boolean isAtRest;

    private final List<ServiceRegistration<?>> services;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable AuditTrail audit;

    /** Creates the component and reads the callers; called by Declarative Services. */
    @Activate
    public CallersComponent(BundleContext context) {
        Path home = Path.of(String.valueOf(context.getProperty(HOME_PROPERTY)));
        InstantSource clock = InstantSource.system();
        book = new CallerBook(new JwtVerifier(new KeyFetch(home), clock), clock, System::nanoTime);
        folder = new CallerFolder(home.resolve("etc").resolve("callers"), book);
        fuel = new FuelBook(home.resolve("data").resolve("callers").resolve("fuel.json"), clock);
        quotas =
                new CallerQuotas(
                        name -> book.entry(name).map(CallerEntry::settings),
                        fuel,
                        System::nanoTime);
        folder.read();
        book.onEarlierExpiry(events::wake);
        thread =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread made = new Thread(task, "vexhost-callers");
                            made.setDaemon(true);
                            return made;
                        });
        repeat(this::look, LOOK_MILLIS);
        repeat(fuel::save, SAVE_MILLIS);
        services =
                List.of(
                        context.registerService(CallerDirectory.class, book, null),
                        context.registerService(
                                CallerAdministration.class,
                                new AuditedCallers(
                                        new FileCallerAdministration(folder, book, fuel, lock),
                                        this::audit),
                                null),
                        context.registerService(
                                CallInterceptor.class,
                                quotas,
                                FrameworkUtil.asDictionary(
                                        Map.of(Constants.SERVICE_RANKING, RANKING))));
    }

    /** Saves the fuel that callers have used. */
    @Deactivate
    public void close() {
        services.forEach(ServiceRegistration::unregister);
        thread.shutdownNow();
        events.close();
        book.entries().values().forEach(CallerEntry::end);
        fuel.save();
    }

    private AuditTrail audit() {
        AuditTrail trail = audit;
        return trail == null ? AuditTrail.NONE : trail;
    }

    private void look() {
        if (isAtRest) {
            isAtRest = false;
            try {
                if (events.await(MAX_WAIT)) {
                    folder.listAgain();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // The component is closed.
                return;
            }
        }
        boolean isSettled;
        synchronized (lock) {
            folder.read();
            isSettled = folder.isSettled();
        }
        book.tick();
        quotas.forgetOthers();
        isAtRest =
                isSettled
                        && !book.expiresWithin(MAX_WAIT.plusMillis(LOOK_MILLIS))
                        && events.watch(List.of(folder.path()));
    }

    private void repeat(Runnable task, long millis) {
        ScheduledFuture<?> ignored =
                thread.scheduleWithFixedDelay(
                        surviving(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Wraps a task so that a failure does not stop its schedule. */
    private static Runnable surviving(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                complain(e);
            }
        };
    }

    private static void complain(Throwable e) {
        try {
            LOG.error("reading the callers failed, it is tried again", e);
        } catch (RuntimeException | Error again) {
            // Logging failed. The next failure is logged again.
        }
    }
}
