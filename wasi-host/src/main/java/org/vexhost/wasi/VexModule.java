package org.vexhost.wasi;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.sandbox.spi.HostModule;
import org.vexhost.sandbox.spi.NumberType;
import org.vexhost.wasi.session.VexSession;

/** The module {@code vex}, which contains Vexhost's own host functions. */
@Component(service = HostModule.class, property = "vexhost.host.module=" + VexModule.NAME)
public final class VexModule implements HostModule<VexSession> {

    static final String NAME = "vex";

    private final List<HostFunction<VexSession>> functions =
            List.of(
                    new HostFunction<>(
                            "log",
                            List.of(NumberType.I32, NumberType.I32, NumberType.I32),
                            Optional.empty(),
                            Optional.empty(),
                            Dependence.NOTHING,
                            VexSession::log));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<HostFunction<VexSession>> functions() {
        return functions;
    }

    @Override
    public VexSession open(CallContext context) {
        return new VexSession(context);
    }
}
