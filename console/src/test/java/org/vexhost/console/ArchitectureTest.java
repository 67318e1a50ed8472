package org.vexhost.console;

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

    private static final long MAX_CLASSES = 24;

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.vexhost.console");

    @Test
    void nothingElseOfTheHostIsUsed() {
        assertTrue(CLASSES.size() > 40, "classes: " + CLASSES.size());
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.slf4j..",
                        "org.jspecify.annotations..",
                        "org.osgi.framework..",
                        "org.osgi.service..",
                        "org.vexhost.api..",
                        "org.vexhost.console..",
                        "tools.jackson..")
                .check(CLASSES);
    }

    @Test
    void packagesDoNotGoInCircles() {
        slices().matching("org.vexhost.console.(*)..").should().beFreeOfCycles().check(CLASSES);
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

    /** Everything else writes through it, so that nothing can be forgotten. */
    @Test
    void onlyHtmlKnowsMarkup() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackage("org.vexhost.console.html..")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("StringBuilder")
                .check(CLASSES);
    }
}
