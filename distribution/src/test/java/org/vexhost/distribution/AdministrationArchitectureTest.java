package org.vexhost.distribution;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What operators use is built on org.vexhost.api.admin and on nothing behind it:")
class AdministrationArchitectureTest {

    private static final String SHELL = "org.vexhost.loader.shell";
    private static final String WORDS = "org.vexhost.loader.shell.words";

    /** The list of capabilities: language, and nothing of a host. */
    private static final String CAPABILITIES = "org.vexhost.loader.capability";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.vexhost");

    /** Whoever makes a command, in whatever module. */
    private static final DescribedPredicate<JavaClass> COMMANDS =
            DescribedPredicate.describe(
                    "that make commands",
                    each ->
                            each.getDirectDependenciesFromSelf().stream()
                                    .map(dependency -> dependency.getTargetClass().getFullName())
                                    .anyMatch(
                                            name ->
                                                    name.equals(SHELL + ".command.VexCommand")
                                                            || name.startsWith(
                                                                    "org.apache.felix.service"
                                                                            + ".command.")));

    private static DescribedPredicate<JavaClass> behind(String... allowed) {
        return resideInAPackage("org.vexhost..").and(not(resideInAnyPackage(allowed)));
    }

    @Test
    void commands() {
        Set<String> seen =
                CLASSES.that(COMMANDS).stream()
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet());
        for (String name :
                List.of("ToolCommands", "CallerCommands", "SecretCommands", "GogoShell")) {
            assertTrue(seen.contains(name), () -> name + " is not among " + seen);
        }
        noClasses()
                .that(COMMANDS)
                .should()
                .dependOnClassesThat(
                        behind(
                                "org.vexhost.api..",
                                SHELL + "..",
                                "org.vexhost.distribution.host",
                                "org.vexhost.distribution.protocol",
                                "org.vexhost.distribution.admin.."))
                .check(CLASSES);
    }

    @Test
    void theirHelpersWithOneExceptionForTheWordsOfGrants() {
        noClasses()
                .that()
                .resideInAPackage(SHELL + "..")
                .and()
                .resideOutsideOfPackage(WORDS)
                .should()
                .dependOnClassesThat(behind("org.vexhost.api..", SHELL + ".."))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(WORDS)
                .should()
                .dependOnClassesThat(behind("org.vexhost.api..", WORDS, CAPABILITIES))
                .check(CLASSES);
        assertEquals(
                1,
                CLASSES.that(resideInAPackage(WORDS)).stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(each -> !each.getSimpleName().equals("package-info"))
                        .count());
    }

    @Test
    void theAdminSocket() {
        noClasses()
                .that()
                .resideInAPackage("org.vexhost.distribution.admin..")
                .should()
                .dependOnClassesThat(
                        behind(
                                "org.vexhost.api..",
                                "org.vexhost.distribution.admin..",
                                "org.vexhost.distribution.host",
                                "org.vexhost.distribution.protocol"))
                .check(CLASSES);
    }

    @Test
    void theRemoteInterface() {
        noClasses()
                .that()
                .resideInAPackage("org.vexhost.gateway..")
                .should()
                .dependOnClassesThat(behind("org.vexhost.api..", "org.vexhost.gateway.."))
                .check(CLASSES);
    }
}
