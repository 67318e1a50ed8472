package org.vexhost.audit;

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
                    .importPackages("org.vexhost.audit");

    @Test
    void nothingElseOfTheHostIsUsed() {
        assertTrue(CLASSES.size() > 6, "classes: " + CLASSES.size());
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        "org.slf4j..",
                        "org.jspecify.annotations..",
                        "org.osgi.framework..",
                        "org.osgi.service..",
                        "org.vexhost.api..",
                        "org.vexhost.audit..")
                .check(CLASSES);
    }
}
