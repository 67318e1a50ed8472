package org.vexhost.loader;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("In plugin-loader")
class PackageArrowsTest {

    private static final String ROOT = "org.vexhost.loader";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    @Test
    void theTestSeesTheClasses() {
        assertTrue(CLASSES.size() > 80, "only %d classes".formatted(CLASSES.size()));
    }

    @Test
    void packagesDependOnOneAnotherOneWay() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void partsOfDeploymentDependOnOneAnotherOneWay() {
        slices().matching(ROOT + ".deploy.(*)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noPartOfDeploymentIsCrowded() {
        Map<String, Long> sizes =
                CLASSES.stream()
                        .filter(each -> each.getPackageName().startsWith(ROOT + ".deploy"))
                        .filter(JavaClass::isTopLevelClass)
                        .filter(each -> !each.getSimpleName().equals("package-info"))
                        .collect(groupingBy(JavaClass::getPackageName, TreeMap::new, counting()));
        assertTrue(sizes.size() >= 7, sizes::toString);
        sizes.forEach((name, size) -> assertTrue(size <= 15, () -> name + " has " + size));
    }

    @Test
    void theStateMachineReadsNoFileAndNoClockAndHasNoThread() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".deploy.state")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.util.concurrent..", "java.io..", "org.slf4j..")
                                .or(belongToAnyOf(Files.class, Thread.class, Clock.class))
                                .or(belongToAnyOf(Instant.class)))
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void nobodyAssignsAFieldOfAnotherClassOfDeployment() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".deploy..")
                .should()
                .setFieldWhere(
                        describe(
                                "the field is another class's",
                                (JavaFieldAccess access) ->
                                        !access.getOriginOwner().equals(access.getTargetOwner())))
                .check(CLASSES);
    }

    @ParameterizedTest(name = "{0} uses only {1}")
    @CsvSource({
        "schema, ''",
        "heap, ''",
        "work, ''",
        "capability, json",
        "denial, capability",
        "registry, capability descriptor schema",
        "deploy.version, artifact capability descriptor grant json registry schema",
        "deploy.state, deploy.version artifact registry descriptor",
        "deploy.prepare, deploy.version artifact capability config descriptor grant heap registry work",
        "deploy.folder, artifact grant watch work",
        "deploy.store, deploy.version artifact capability descriptor files json work",
        "deploy.bundle, deploy.version deploy.store artifact descriptor",
        "execute, registry config heap schema descriptor",
        "admin, execute deploy registry config grant capability denial descriptor artifact schema",
        "shell, execute deploy registry grant capability denial descriptor schema",
    })
    void aPackageUsesOnly(String name, String others) {
        String[] allowed =
                Arrays.stream((name + " " + others).trim().split(" "))
                        .map(each -> ROOT + "." + each + "..")
                        .toArray(String[]::new);
        DescribedPredicate<JavaClass> forbidden =
                resideInAPackage(ROOT + "..")
                        .and(DescribedPredicate.not(resideInAnyPackage(allowed)));
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .dependOnClassesThat(forbidden)
                .check(CLASSES);
    }

    @Test
    void onlySchemasKnowTheValidatorAndItsPatterns() {
        noClasses()
                .that(resideOutsideOfPackage(ROOT + ".schema.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("com.networknt..", "com.google.re2j.."))
                .check(CLASSES);
    }

    @Test
    void onlyTheShellKnowsGogo() {
        noClasses()
                .that(resideOutsideOfPackage(ROOT + ".shell.."))
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.felix.."))
                .check(CLASSES);
    }

    @Test
    void nobodyKnowsTheEngine() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "com.dylibso..", "org.objectweb.asm..", "org.vexhost.wasi.."))
                .check(CLASSES);
    }
}
