package org.vexhost.packages;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the program of an unpacked package is started.
 *
 * @param program the words before the command
 * @param environment all of it
 * @param home of the host, as this process sees it
 * @param homeThere the same, as the host sees it
 * @param runtime the Java runtime of the package, as this process sees it
 * @param isNested whether the program starts the host as a child, and does not become it
 */
record Form(
        List<String> program,
        Map<String, String> environment,
        Path home,
        String homeThere,
        Path runtime,
        boolean isNested) {

    Form {
        program = List.copyOf(program);
        environment = Map.copyOf(environment);
    }

    /** Another home, as both see it. */
    Form withHome(Path other) {
        return new Form(program, environment, other, other.toString(), runtime, isNested);
    }

    /** Another part of the environment. */
    Form with(String name, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(name, value);
        return new Form(program, changed, home, homeThere, runtime, isNested);
    }
}
