package org.vexhost.distribution;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;

@DisplayName("The modules")
class ModuleArchitectureTest {

    private static final String API = "org.vexhost.api..";
    private static final String SANDBOX = "org.vexhost.sandbox..";
    private static final String WASI = "org.vexhost.wasi..";
    private static final String HTTP = "org.vexhost.http..";
    private static final String METRICS = "org.vexhost.metrics..";
    private static final String TRACES = "org.vexhost.traces..";
    private static final String SSH = "org.vexhost.ssh..";
    private static final String CONSOLE = "org.vexhost.console..";
    private static final String AUDIT = "org.vexhost.audit..";
    private static final String LOADER = "org.vexhost.loader..";
    private static final String DISTRIBUTION = "org.vexhost.distribution..";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.vexhost");

    @ParameterizedTest
    @ValueSource(strings = {API, SANDBOX, WASI, HTTP, CONSOLE, LOADER, DISTRIBUTION})
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
                .resideInAnyPackage(WASI, HTTP, METRICS, TRACES, SSH, AUDIT, DISTRIBUTION)
                .check(CLASSES);
    }

    @Test
    void letMetricsTracesSshAndAuditSeeTheApiAlone() {
        assertTrue(CLASSES.that(JavaClass.Predicates.resideInAPackage(TRACES)).size() >= 8);
        assertTrue(CLASSES.that(JavaClass.Predicates.resideInAPackage(SSH)).size() >= 15);
        noClasses()
                .that()
                .resideInAnyPackage(METRICS, TRACES, SSH, AUDIT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        SANDBOX, WASI, HTTP, LOADER, "org.vexhost.gateway..", DISTRIBUTION)
                .check(CLASSES);
    }

    @Test
    void letNobodySeeSsh() {
        noClasses()
                .that()
                .resideOutsideOfPackage(SSH)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SSH, "org.apache.sshd..")
                .check(CLASSES);
    }

    @Test
    void letTheConsoleSeeTheApiAlone() {
        noClasses()
                .that()
                .resideInAPackage(CONSOLE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        SANDBOX, WASI, HTTP, LOADER, METRICS, "org.vexhost.gateway..", DISTRIBUTION)
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
                                        "org.vexhost.sandbox.codegen..",
                                        "org.vexhost.sandbox.guest..",
                                        "org.vexhost.sandbox.compile..",
                                        "org.vexhost.sandbox.instantiate..",
                                        "org.vexhost.sandbox.run..")))
                .check(CLASSES);
    }

    /** A new capability needs no change anywhere else. */
    @Test
    void nameASingleCapabilityWhereItIsDefinedOrEnforced() {
        DescribedPredicate<JavaClass> mayNameOne =
                JavaClass.Predicates.resideInAnyPackage(
                                API,
                                "org.vexhost.loader.capability",
                                // Host functions enforce their own.
                                WASI,
                                HTTP,
                                // A command that is run by hand, without descriptor and grants.
                                "org.vexhost.distribution.cli.exec")
                        .or(
                                DescribedPredicate.describe(
                                        "grants as JSON of REST, what a tool can do in MCP,"
                                                + " and what a host function depends on",
                                        each ->
                                                each.getName()
                                                        .matches(
                                                                "org\\.vexhost\\.("
                                                                        + "gateway\\.rest\\.admin\\.Grants.*|"
                                                                        + "gateway\\.mcp\\.tool\\.Annotations|"
                                                                        + "sandbox\\.spi\\.Dependence)")));
        noClasses()
                .that(DescribedPredicate.not(mayNameOne))
                .should()
                .accessFieldWhere(
                        DescribedPredicate.describe(
                                "it is a capability's constant",
                                (JavaFieldAccess access) ->
                                        access.getTargetOwner().isEquivalentTo(Capability.class)))
                .orShould()
                .dependOnClassesThat(
                        JavaClass.Predicates.belongToAnyOf(
                                Grant.Environment.class,
                                Grant.Network.class,
                                Grant.AddressRange.class,
                                Grant.Secret.class,
                                Grant.Cryptography.class))
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

    @Test
    void giveNoTwoClassesTheSameSimpleName() {
        Map<String, Set<String>> places = new TreeMap<>();
        for (JavaClass each : CLASSES) {
            if (isCounted(each)) {
                places.computeIfAbsent(each.getSimpleName(), name -> new TreeSet<>())
                        .add(each.getName());
            }
        }
        assertTrue(places.size() > 500, () -> places.size() + " names");
        places.values().removeIf(classes -> classes.size() == 1);
        assertEquals(Map.of(), places);
    }

    private static boolean isCounted(JavaClass each) {
        return each.isTopLevelClass()
                && !each.getSimpleName().equals("package-info")
                && !each.getPackageName().startsWith("org.vexhost.examples");
    }
}
