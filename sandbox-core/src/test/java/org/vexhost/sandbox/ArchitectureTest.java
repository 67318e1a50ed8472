package org.vexhost.sandbox;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.compiler.internal.ClassLoadingCollector;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The packages of the sandbox")
class ArchitectureTest {

    private static final String ROOT = "org.vexhost.sandbox";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    /** The one class that every package may use: what a module is refused with. */
    private static final DescribedPredicate<JavaClass> REFUSAL =
            belongToAnyOf(InvalidModuleException.class);

    @Test
    void areAllSeenByThisTest() {
        assertTrue(CLASSES.size() > 80, () -> CLASSES.size() + " classes");
    }

    @Test
    void haveArrowsOneWay() {
        mayUse("hint");
        mayUse("binary", "hint");
        mayUse("meter", "binary");
        mayUse("vector");
        mayUse("snapshot");
        mayUse("codegen", "meter", "binary", "vector");
        mayUse("binary.instruction");
        mayUse("codegen.runtime");
        mayUse("codegen.tree", "meter", "binary");
        mayUse("codegen.assembler", "codegen.runtime", "binary");
        mayUse(
                "codegen.emit",
                "codegen.assembler",
                "codegen.runtime",
                "codegen.tree",
                "meter",
                "binary",
                "vector");
        mayUse("codegen.split", "codegen.emit", "codegen.tree", "binary");
        mayUse("guest", "codegen.runtime", "binary", "snapshot");
        mayUse("guest.support", "guest", "codegen.runtime", "vector");
        mayUse("compile", "guest", "codegen", "meter", "binary", "vector", "snapshot");
        mayUse("compile.cache", "binary");
        mayUse("compile.chicory", "guest", "codegen.runtime", "meter", "binary");
        mayUse("run");
        mayUse("output", "spi");
        mayUse("spi");
        mayUse(
                "instantiate",
                "compile",
                "guest",
                "binary",
                "hint",
                "run",
                "output",
                "snapshot",
                "spi");
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".osgi..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".osgi..")
                .check(CLASSES);
    }

    private static void mayUse(String name, String... others) {
        String[] packages = new String[others.length + 1];
        packages[0] = ROOT + "." + name + "..";
        for (int i = 0; i < others.length; i++) {
            packages[i + 1] = ROOT + "." + others[i] + "..";
        }
        DescribedPredicate<JavaClass> allowed =
                resideInAnyPackage(packages)
                        .or(REFUSAL)
                        .or(DescribedPredicate.not(resideInAPackage(ROOT + "..")));
        classes()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .onlyDependOnClassesThat(allowed)
                .check(CLASSES);
    }

    @Test
    void areNotCrowded() {
        Map<String, Long> sizes =
                CLASSES.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(each -> !each.getSimpleName().equals("package-info"))
                        .collect(groupingBy(JavaClass::getPackageName, TreeMap::new, counting()));
        assertTrue(sizes.size() >= 15, sizes::toString);
        sizes.values().removeIf(size -> size <= 25);
        assertEquals(Map.of(), sizes);
    }

    @Test
    void showTheWebAssemblyRuntimeToThreeOfThem() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT + ".guest..", ROOT + ".compile..", ROOT + ".instantiate..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.dylibso..")
                .check(CLASSES);
    }

    @Test
    void defineClassesInOnePlace() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".compile.GuestClassLoader")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                        // Chicory's interface of the compiler loads what it generates.
                        MachineFactoryCompiler.class,
                        ClassLoadingCollector.class,
                        ClassLoader.class,
                        MethodHandles.Lookup.class)
                .check(CLASSES);
    }

    @Test
    void showTheFrameworkToOneOfThem() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".osgi..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.osgi.framework..", "org.osgi.service..")
                .check(CLASSES);
    }

    @Test
    void useNoOtherRoomThanTheApi() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.vexhost.wasi..", "org.vexhost.loader..", "org.vexhost.distribution..")
                .check(CLASSES);
    }

    @Test
    void haveNoPublicClassThatCanBeExtended() {
        classes()
                .that()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }
}
