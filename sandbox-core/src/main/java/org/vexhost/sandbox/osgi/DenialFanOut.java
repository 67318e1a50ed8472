package org.vexhost.sandbox.osgi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.sandbox.spi.Denial;
import org.vexhost.sandbox.spi.DenialListener;

/**
 * Passes denials on to a changing set of listeners. A failing listener does not affect the others.
 */
final class DenialFanOut implements DenialListener {

    private static final Logger LOG = LoggerFactory.getLogger(DenialFanOut.class);

    private final List<DenialListener> listeners = new CopyOnWriteArrayList<>();

    void add(DenialListener listener) {
        listeners.add(listener);
    }

    void remove(DenialListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void denied(Denial denial) {
        for (DenialListener listener : listeners) {
            try {
                listener.denied(denial);
            } catch (RuntimeException e) {
                LOG.error("listener failed to take {}", denial, e);
            }
        }
    }
}
