package org.vexhost.loader.admin;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.api.admin.HealthCheck;
import org.vexhost.api.admin.HealthFinding;
import org.vexhost.loader.execute.statistics.CallStatistics;

/** The health check that reports whether the host accepts calls. */
@Component
public final class CallHealth implements HealthCheck {

    private final CallStatistics statistics;

    /** Called by Declarative Services. */
    @Activate
    public CallHealth(@Reference CallStatistics statistics) {
        this.statistics = statistics;
    }

    @Override
    public List<HealthFinding> findings() {
        return statistics.isDraining()
                ? List.of(HealthFinding.notReady("calls", "the host is draining"))
                : List.of();
    }
}
