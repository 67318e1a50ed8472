package org.vexhost.loader.execute.intercept;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.ServiceReference;
import org.vexhost.api.CallInterceptor;

/** The interceptors that bundles register, ordered by ranking. Thread-safe. */
public final class InterceptorList {

    private final Map<ServiceReference<CallInterceptor>, CallInterceptor> services =
            new HashMap<>();
    private final CallChain chain;

    /** Creates an empty list; each change of the list updates the chain. */
    public InterceptorList(CallChain chain) {
        this.chain = chain;
    }

    /** Adds an interceptor, or replaces the interceptor with the same reference. */
    public synchronized void add(
            ServiceReference<CallInterceptor> reference, CallInterceptor interceptor) {
        services.put(reference, interceptor);
        update();
    }

    /** Removes an interceptor. */
    public synchronized void remove(ServiceReference<CallInterceptor> reference) {
        services.remove(reference);
        update();
    }

    /** Applies changed rankings. */
    public synchronized void update() {
        List<ServiceReference<CallInterceptor>> references = new ArrayList<>(services.keySet());
        references.sort(Comparator.reverseOrder());
        chain.set(references.stream().map(services::get).toList());
    }
}
