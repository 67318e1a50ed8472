package org.vexhost.wasi;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.sandbox.spi.HostModule;
import org.vexhost.wasi.calls.Functions;
import org.vexhost.wasi.session.WasiHost;
import org.vexhost.wasi.session.WasiSession;

/**
 * The module {@code wasi_snapshot_preview1}, which contains the host functions of WASI preview 1.
 */
@Component(service = HostModule.class, property = "vexhost.host.module=" + WasiModule.NAME)
public final class WasiModule implements HostModule<WasiSession> {

    static final String NAME = "wasi_snapshot_preview1";

    private final WasiHost host = new WasiHost();
    private final List<HostFunction<WasiSession>> functions = Functions.all();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<HostFunction<WasiSession>> functions() {
        return functions;
    }

    @Override
    public WasiSession open(CallContext context) {
        return new WasiSession(host, context);
    }

    /** Returns the number of file handles that the guests of all calls have open now. */
    int openHandles() {
        return host.openHandles();
    }
}
