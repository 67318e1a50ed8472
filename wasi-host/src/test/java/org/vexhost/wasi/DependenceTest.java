package org.vexhost.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.sandbox.spi.HostModule;
import org.vexhost.sandbox.spi.HostSession;

/** A snapshot is made with these answers: one that changes from call to call must not be among. */
@DisplayName("What answers depend on")
class DependenceTest {

    private static <S extends HostSession> Map<Dependence, List<String>> functions(
            HostModule<S> module) {
        return module.functions().stream()
                .collect(
                        Collectors.groupingBy(
                                HostFunction::dependence,
                                TreeMap::new,
                                Collectors.mapping(
                                        HostFunction::name,
                                        Collectors.collectingAndThen(
                                                Collectors.toList(),
                                                names -> names.stream().sorted().toList()))));
    }

    @Test
    @DisplayName("is told of each function of WASI")
    void wasi() {
        Map<Dependence, List<String>> functions = functions(new WasiModule());
        assertEquals(
                List.of("fd_write", "proc_exit", "sched_yield"), functions.get(Dependence.NOTHING));
        assertEquals(
                List.of("environ_get", "environ_sizes_get"), functions.get(Dependence.ENVIRONMENT));
        assertEquals(
                List.of("fd_fdstat_get", "fd_prestat_dir_name", "fd_prestat_get"),
                functions.get(Dependence.DIRECTORIES));
        assertEquals(List.of("args_get", "args_sizes_get"), functions.get(Dependence.ARGUMENTS));
        assertEquals(
                List.of("clock_res_get", "clock_time_get", "poll_oneoff"),
                functions.get(Dependence.CLOCK));
        assertEquals(List.of("random_get"), functions.get(Dependence.ENTROPY));
        assertEquals(
                List.of("proc_raise", "sock_accept", "sock_recv", "sock_send", "sock_shutdown"),
                functions.get(Dependence.HOST));
        // All the rest is about files.
        assertEquals(
                new WasiModule()
                        .functions().stream()
                                .map(HostFunction::name)
                                .filter(name -> name.startsWith("fd_") || name.startsWith("path_"))
                                .filter(
                                        name ->
                                                Stream.of("fdstat_get", "fd_write", "fd_prestat")
                                                        .noneMatch(name::contains))
                                .sorted()
                                .toList(),
                functions.get(Dependence.FILES));
    }

    @Test
    @DisplayName("is told of vex.log: lines are written, and nothing is answered")
    void vex() {
        assertEquals(Map.of(Dependence.NOTHING, List.of("log")), functions(new VexModule()));
    }
}
