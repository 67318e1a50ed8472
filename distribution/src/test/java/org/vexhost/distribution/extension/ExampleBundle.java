package org.vexhost.distribution.extension;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.vexhost.distribution.cli.HostProcess;

/**
 * Builds a bundle as somebody would who has the distribution and nothing else of the project: by
 * its jar of the API and the framework's.
 */
final class ExampleBundle {

    private static final Path SOURCES = Path.of("src/test/example-bundle");

    private ExampleBundle() {}

    static void build(Path jar, Path work, String symbolicName, String activator)
            throws IOException {
        Path classes = Files.createDirectories(work.resolve("classes"));
        compile(classes);
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", symbolicName);
        main.putValue("Bundle-Version", "1.0.0");
        main.putValue("Bundle-Activator", activator);
        main.putValue(
                "Import-Package",
                "org.osgi.framework;version=\"[1.10,2)\",org.osgi.util.tracker;version=\"[1.5,2)\","
                        + "org.vexhost.api;version=\"[1.0,2)\","
                        + "org.vexhost.api.admin;version=\"[1.0,2)\"");
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Path each : files(classes, ".class")) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, out);
            }
        }
    }

    private static void compile(Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        String classpath =
                Stream.concat(
                                jars("system", "vexhost-api-").stream(),
                                jars("lib", "org.apache.felix.framework-").stream())
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator));
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled =
                    compiler.getTask(
                                    said,
                                    manager,
                                    null,
                                    List.of(
                                            "-d",
                                            classes.toString(),
                                            "-cp",
                                            classpath,
                                            "--release",
                                            "17",
                                            "-proc:none"),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files(SOURCES, ".java")))
                            .call();
            assertTrue(compiled, said::toString);
        }
    }

    private static List<Path> jars(String folder, String name) throws IOException {
        try (Stream<Path> all = Files.list(HostProcess.DISTRIBUTION.resolve(folder))) {
            List<Path> found =
                    all.filter(each -> each.getFileName().toString().startsWith(name)).toList();
            assertTrue(found.size() == 1, () -> name + " stands there as " + found);
            return found;
        }
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(each -> each.toString().endsWith(suffix)).toList();
        }
    }
}
