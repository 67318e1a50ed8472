package org.vexhost.traces;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.opentelemetry.api.common.AttributeKey;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.vexhost.traces");

    @Test
    void nothingElseOfTheHostIsUsed() {
        assertTrue(CLASSES.size() > 8, "classes: " + CLASSES.size());
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.opentelemetry..",
                        "org.slf4j..",
                        "org.jspecify.annotations..",
                        "org.osgi.framework..",
                        "org.osgi.service..",
                        "org.vexhost.api..",
                        "org.vexhost.traces..")
                .check(CLASSES);
    }

    @Test
    void theComponentItselfNeedsNothingOfTheSdk() {
        ArchRuleDefinition.noClasses()
                .that()
                .haveSimpleName("TracesComponent")
                .or()
                .haveSimpleName("TracesSettings")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry.sdk..")
                .check(CLASSES);
    }

    @Test
    void theNamesOfAttributesAreInOneClass() {
        ArchRuleDefinition.noClasses()
                .that()
                .doNotHaveSimpleName("SpanNames")
                .and()
                .doNotHaveSimpleName("TracePipeline")
                .should()
                .callMethod(AttributeKey.class, "stringKey", String.class)
                .orShould()
                .callMethod(AttributeKey.class, "longKey", String.class)
                .check(CLASSES);
    }
}
