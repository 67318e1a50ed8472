package org.vexhost.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The HTTP host functions")
class HttpArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.vexhost.http");

    @Test
    void wereSeenByThisTest() {
        assertTrue(CLASSES.size() >= 20, "classes seen: " + CLASSES.size());
    }

    @Test
    void seeTheApiAndTheSpiOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.net..",
                        "org.apache.hc..",
                        "org.jspecify.annotations",
                        "org.osgi..",
                        "org.slf4j..",
                        "org.vexhost.api..",
                        "org.vexhost.http..",
                        "org.vexhost.sandbox.spi")
                .check(CLASSES);
    }

    @Test
    void haveArrowsInOneDirection() {
        slices().matching("org.vexhost.http.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void keepTheClientInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vexhost.http.exchange")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hc..")
                .check(CLASSES);
    }
}
