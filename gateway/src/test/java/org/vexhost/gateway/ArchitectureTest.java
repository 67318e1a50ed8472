package org.vexhost.gateway;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

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
                .layer("http")
                .definedBy("org.vexhost.gateway.http..")
                .layer("caller")
                .definedBy("org.vexhost.gateway.caller..")
                .withOptionalLayers(true)
                .whereLayer("mcp")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("rest")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("mcp", "rest")
                .whereLayer("caller")
                .mayOnlyBeAccessedByLayers("mcp", "rest", "http")
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
}
