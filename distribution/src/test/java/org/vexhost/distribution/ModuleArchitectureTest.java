package org.vexhost.distribution;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The modules")
class ModuleArchitectureTest {

    private static final String API = "org.vexhost.api..";
    private static final String SANDBOX = "org.vexhost.sandbox..";
    private static final String WASI = "org.vexhost.wasi..";
    private static final String HTTP = "org.vexhost.http..";
    private static final String LOADER = "org.vexhost.loader..";
    private static final String DISTRIBUTION = "org.vexhost.distribution..";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.vexhost");

    @ParameterizedTest
    @ValueSource(strings = {API, SANDBOX, WASI, HTTP, LOADER, DISTRIBUTION})
    void wereSeenByThisTest(String module) {
        DescribedPredicate<JavaClass> inModule = JavaClass.Predicates.resideInAPackage(module);
        assertTrue(CLASSES.that(inModule).size() >= 20, "classes seen in " + module);
    }

    @Test
    void letTheApiSeeNobody() {
        noClasses()
                .that()
                .resideInAPackage(API)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SANDBOX, WASI, HTTP, LOADER, DISTRIBUTION)
                .check(CLASSES);
    }

    @Test
    void letTheSandboxSeeTheApiAlone() {
        noClasses()
                .that()
                .resideInAPackage(SANDBOX)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(WASI, HTTP, LOADER, DISTRIBUTION)
                .check(CLASSES);
    }

    @Test
    void keepHostFunctionsAndTheLoaderApart() {
        noClasses()
                .that()
                .resideInAPackage(WASI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(HTTP, LOADER, DISTRIBUTION)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(HTTP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(WASI, LOADER, DISTRIBUTION)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(LOADER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(WASI, HTTP, DISTRIBUTION)
                .check(CLASSES);
    }

    @Test
    void letHostFunctionsSeeOfTheSandboxNothingButItsSpi() {
        noClasses()
                .that()
                .resideInAnyPackage(WASI, HTTP)
                .should()
                .dependOnClassesThat(
                        JavaClass.Predicates.resideInAPackage(SANDBOX)
                                .and(
                                        DescribedPredicate.not(
                                                JavaClass.Predicates.resideInAPackage(
                                                        "org.vexhost.sandbox.spi"))))
                .check(CLASSES);
    }

    @Test
    void keepTheEngineBehindTheSandbox() {
        noClasses()
                .that()
                .resideOutsideOfPackage(SANDBOX)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.dylibso.chicory..", "org.objectweb.asm..")
                .check(CLASSES);
    }

    @Test
    void letTheLoaderSeeOfTheSandboxWhatItExports() {
        classes()
                .that()
                .resideInAPackage(LOADER)
                .should()
                .onlyDependOnClassesThat(
                        DescribedPredicate.not(
                                JavaClass.Predicates.resideInAnyPackage(
                                        "org.vexhost.sandbox.binary..",
                                        "org.vexhost.sandbox.meter..",
                                        "org.vexhost.sandbox.compile..",
                                        "org.vexhost.sandbox.instantiate..",
                                        "org.vexhost.sandbox.run..")))
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox", "wasi", "http", "loader", "distribution"})
    void haveNoCyclesInside(String module) {
        slices().matching("org.vexhost." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
