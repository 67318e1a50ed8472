package org.vexhost.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.common.util.logging.AbstractLoggingBean;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.vexhost.ssh");

    @Test
    void nothingElseOfTheHostIsUsed() {
        assertTrue(CLASSES.size() > 15, "classes: " + CLASSES.size());
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.apache.sshd..",
                        "org.slf4j..",
                        "org.jspecify.annotations..",
                        "org.osgi.framework..",
                        "org.osgi.service..",
                        "org.vexhost.api..",
                        "org.vexhost.ssh..")
                .check(CLASSES);
    }

    @Test
    void keysKnowNothingOfTheServer() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("org.vexhost.ssh.key")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.vexhost.ssh", "org.apache.sshd.server..")
                .check(CLASSES);
    }

    @Test
    void onlyOneClassChoosesWhatTheServerOffers() {
        ArchRuleDefinition.noClasses()
                .that()
                .doNotHaveSimpleName("ServerFactory")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.sshd.common.cipher..",
                        "org.apache.sshd.common.kex..",
                        "org.apache.sshd.common.mac..",
                        "org.apache.sshd.server.forward..")
                .check(CLASSES);
    }

    /** A client can make these classes log, so the host's {@code LogSetup} has to name them. */
    @Test
    void onlyTheseClassesLogAsTheLibraryDoes() {
        assertEquals(
                Set.of(
                        "org.vexhost.ssh.SshConnections",
                        "org.vexhost.ssh.ShellChannel",
                        "org.vexhost.ssh.SignInService"),
                CLASSES.stream()
                        .filter(each -> each.isAssignableTo(AbstractLoggingBean.class))
                        .filter(each -> each.getPackageName().equals("org.vexhost.ssh"))
                        .map(each -> each.getName().replaceFirst("[$].*", ""))
                        .collect(Collectors.toSet()));
    }
}
