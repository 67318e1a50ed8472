package org.vexhost.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.Histogram;
import org.vexhost.api.admin.HostLoad;
import org.vexhost.console.host.LoadHistory;

@DisplayName("The load of the last minutes")
class LoadHistoryTest {

    private static final long SECOND = 1_000_000_000;

    private final FakeAdministration tools = new FakeAdministration();
    private final LoadHistory history = new LoadHistory();

    private void sample(long seconds, Map<String, CallCounts> counts) {
        tools.counts = new TreeMap<>(counts);
        history.sample(tools, seconds * SECOND);
    }

    private static CallCounts counts(long ended, long failed, long fuel) {
        return new CallCounts(
                ended,
                0,
                Map.of(ErrorReason.SCHEMA_VIOLATION, failed),
                fuel,
                fuel,
                0,
                Histogram.EMPTY,
                Histogram.EMPTY);
    }

    @Test
    void hasNoRatesBeforeTheSecondSample() {
        assertEquals(List.of(), history.callsPerSecond());
        sample(0, Map.of("a", counts(5, 1, 10)));
        assertEquals(List.of(), history.callsPerSecond());
        assertEquals(List.of(1.0), history.running());
        assertEquals(List.of(3.0), history.reservedBytes());
    }

    @Test
    void addsUpToolsAndDividesByTheTimeBetween() {
        sample(10, Map.of("a", counts(5, 1, 10), "b", counts(1, 0, 0)));
        sample(15, Map.of("a", counts(10, 2, 20), "b", counts(11, 0, 5)));
        assertEquals(List.of(3.0), history.callsPerSecond());
        assertEquals(List.of(0.2), history.errorsPerSecond());
        assertEquals(List.of(6.0), history.fuelPerSecond());
    }

    @Test
    void isNeverLessThanNoneWhenAToolGoes() {
        sample(0, Map.of("a", counts(100, 1, 10)));
        sample(5, Map.of());
        sample(5, Map.of("a", counts(7, 0, 0)));
        assertEquals(List.of(0.0, 0.0), history.callsPerSecond());
    }

    @Test
    void keepsTenMinutes() {
        for (int i = 0; i < LoadHistory.MAX_SAMPLES + 10; i++) {
            tools.load = new HostLoad(i, 0, 0, 0, 0, 0, false);
            sample(i, Map.of());
        }
        assertEquals(LoadHistory.MAX_SAMPLES, history.running().size());
        assertEquals(10.0, history.running().get(0));
        assertEquals(
                Collections.nCopies(LoadHistory.MAX_SAMPLES - 1, 0.0), history.callsPerSecond());
    }
}
