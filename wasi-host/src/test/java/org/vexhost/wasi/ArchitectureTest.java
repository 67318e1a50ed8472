package org.vexhost.wasi;

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
                    .importPackages("org.vexhost.wasi");

    @Test
    void thereIsSomethingToLookAt() {
        assertTrue(CLASSES.size() > 50, "classes: " + CLASSES.size());
    }

    @Test
    void arrowsGoOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("modules")
                .definedBy("org.vexhost.wasi")
                .layer("calls")
                .definedBy("org.vexhost.wasi.calls")
                .layer("files")
                .definedBy("org.vexhost.wasi.calls.file")
                .layer("session")
                .definedBy("org.vexhost.wasi.session")
                .layer("random")
                .definedBy("org.vexhost.wasi.random")
                .layer("fd")
                .definedBy("org.vexhost.wasi.fd")
                .layer("quota")
                .definedBy("org.vexhost.wasi.quota")
                .layer("confine")
                .definedBy("org.vexhost.wasi.confine")
                .layer("abi")
                .definedBy("org.vexhost.wasi.abi")
                .whereLayer("modules")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("calls")
                .mayOnlyBeAccessedByLayers("modules")
                .whereLayer("files")
                .mayOnlyBeAccessedByLayers("calls")
                .whereLayer("session")
                .mayOnlyBeAccessedByLayers("modules", "calls", "files")
                .whereLayer("random")
                .mayOnlyBeAccessedByLayers("calls", "session")
                .whereLayer("fd")
                .mayOnlyBeAccessedByLayers("calls", "files", "session")
                .whereLayer("quota")
                .mayOnlyBeAccessedByLayers("calls", "files", "session", "fd")
                .whereLayer("confine")
                .mayOnlyBeAccessedByLayers("calls", "files", "session", "fd", "quota")
                .whereLayer("abi")
                .mayOnlyBeAccessedByLayers("calls", "files", "session", "fd", "quota", "confine")
                .check(CLASSES);
    }

    @Test
    void nothingElseOfTheHostIsUsed() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage("org.vexhost.wasi..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.slf4j..",
                        "org.jspecify.annotations..",
                        "org.osgi.service.component.annotations..",
                        "org.vexhost.api..",
                        "org.vexhost.sandbox.spi..",
                        "org.vexhost.wasi..")
                .check(CLASSES);
    }
}
