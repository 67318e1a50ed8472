package org.vexhost.gateway;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    /** With package-info. */
    private static final int MAX_CLASSES = 20;

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.vexhost.gateway");

    @Test
    void thereIsSomethingToLookAt() {
        assertTrue(CLASSES.size() > 5, "classes: " + CLASSES.size());
    }

    @Test
    void arrowsGoOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("mcp")
                .definedBy("org.vexhost.gateway.mcp..")
                .layer("rest")
                .definedBy("org.vexhost.gateway.rest..")
                .layer("page")
                .definedBy("org.vexhost.gateway.page..")
                .layer("http")
                .definedBy("org.vexhost.gateway.http..")
                .layer("caller")
                .definedBy("org.vexhost.gateway.caller..")
                .layer("time")
                .definedBy("org.vexhost.gateway.time..")
                .withOptionalLayers(true)
                .whereLayer("mcp")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("rest")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("page")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("mcp", "rest", "page")
                .whereLayer("caller")
                .mayOnlyBeAccessedByLayers("mcp", "rest", "page", "http")
                .whereLayer("time")
                .mayOnlyBeAccessedByLayers("mcp", "rest", "http")
                .check(CLASSES);
    }

    @Test
    void packagesDoNotGoInCircles() {
        slices().matching("org.vexhost.gateway.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noPackageIsCrowded() {
        Map<String, Long> sizes =
                CLASSES.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .collect(
                                Collectors.groupingBy(
                                        JavaClass::getPackageName, Collectors.counting()));
        sizes.forEach((name, size) -> assertTrue(size <= MAX_CLASSES, () -> name + " has " + size));
    }

    @Test
    void whoAnswersRequestsSeesOfHttpItsOwnPackageAlone() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAnyPackage(
                        "org.vexhost.gateway.mcp..",
                        "org.vexhost.gateway.rest..",
                        "org.vexhost.gateway.page..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.vexhost.gateway.http.*..", "org.vexhost.gateway.caller.*..")
                .check(CLASSES);
    }

    @Test
    void nothingElseOfTheHostIsUsed() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage("org.vexhost.gateway..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.net.ssl..",
                        "javax.security.auth.x500..",
                        "com.nimbusds.jose..",
                        "com.nimbusds.jwt..",
                        "jakarta.servlet..",
                        "org.apache.felix.http.jetty",
                        "org.eclipse.jetty..",
                        "org.slf4j..",
                        "org.jspecify.annotations..",
                        "org.osgi.framework..",
                        "org.osgi.service..",
                        "org.vexhost.api..",
                        "org.vexhost.gateway..",
                        "tools.jackson..")
                .check(CLASSES);
    }

    @Test
    void onlyTheListenerKnowsServlets() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackage("org.vexhost.gateway.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.servlet..")
                .check(CLASSES);
    }

    @Test
    void onlyTheServiceForFelixKnowsJetty() {
        ArchRuleDefinition.noClasses()
                .that()
                .haveNameNotMatching(".*\\.NotReadyErrors(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(CLASSES);
    }
}
