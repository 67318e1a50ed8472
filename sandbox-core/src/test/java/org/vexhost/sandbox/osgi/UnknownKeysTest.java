package org.vexhost.sandbox.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A key of the engine's configuration")
class UnknownKeysTest {

    private static List<String> in(Map<String, Object> values) {
        return UnknownKeys.in(values, EngineComponent.KEYS, "module.");
    }

    @Test
    void thatNobodyReadsIsNamedWithWhatMayHaveBeenMeant() {
        assertEquals(
                List.of(
                        "key 'maxThread' is unknown and ignored (did you mean 'maxThreads'?)",
                        "key 'nonsense\\u001b' is unknown and ignored"),
                in(Map.of("maxThread", 4, "maxThreads", 8, "nonsense\u001b", "x")));
    }

    @Test
    void ofTheFrameworkIsNoneOfThese() {
        assertEquals(
                List.of(),
                in(
                        Map.of(
                                "service.pid",
                                "org.vexhost.engine",
                                "felix.fileinstall.filename",
                                "/x",
                                "component.id",
                                3,
                                "hostModules.cardinality.minimum",
                                2,
                                "hostModules.target",
                                "(a=b)",
                                "module.maxFunctions",
                                5)));
    }

    @Test
    void isKnownIfItIsASetting() {
        Set<String> settings =
                Arrays.stream(EngineConfig.class.getDeclaredMethods())
                        .map(Method::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(settings, new TreeSet<>(EngineComponent.KEYS));
    }
}
