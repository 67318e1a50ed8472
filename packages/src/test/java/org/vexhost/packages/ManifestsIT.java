package org.vexhost.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.packages.Programs.Reply;

@DisplayName("The manifests for Kubernetes")
class ManifestsIT {

    private static final Path MANIFESTS =
            Path.of("..", "distribution/target/vexhost/service/kubernetes/vexhost.yaml");

    /** The oldest and the newest version of Kubernetes that they are written for. */
    private static final List<String> VERSIONS = List.of("1.28", "1.37");

    @TempDir Path folder;

    @BeforeAll
    static void findValidator() {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "kubernetes-validate"))),
                "there is no kubernetes-validate; .ci/run installs it");
    }

    @Test
    void areValid() throws Exception {
        for (String version : VERSIONS) {
            Reply reply = validate(MANIFESTS, version);
            assertEquals(0, reply.status(), reply::printed);
            for (String name :
                    List.of(
                            "configmap/vexhost-settings",
                            "configmap/vexhost-tools",
                            "service/vexhost",
                            "statefulset/vexhost")) {
                assertTrue(reply.printed().contains("passed for resource " + name), reply::printed);
            }
        }
    }

    @Test
    void wouldNotBeValidWithAnUnknownField() throws Exception {
        String text = Files.readString(MANIFESTS);
        String changed = text.replace("periodSeconds: 30", "periodMinutes: 1");
        assertNotEquals(text, changed);
        Path file = Files.writeString(folder.resolve("changed.yaml"), changed);
        Reply reply = validate(file, VERSIONS.get(0));
        assertNotEquals(0, reply.status(), reply::printed);
        assertTrue(reply.printed().contains("periodMinutes"), reply::printed);
    }

    private static Reply validate(Path file, String version) throws Exception {
        return Programs.run(
                System.getenv(),
                List.of("kubernetes-validate", "--strict", "-k", version, file.toString()));
    }
}
