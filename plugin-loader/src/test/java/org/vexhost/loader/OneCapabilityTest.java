package org.vexhost.loader;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;

@DisplayName("In plugin-loader, a single capability")
class OneCapabilityTest {

    private static final String PLACE = "org.vexhost.loader.capability";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.vexhost.loader");

    @Test
    void isNamedByItsOwnClassOnly() {
        // A switch over the constants reads them too, in a class that the compiler makes.
        noClasses()
                .that()
                .resideOutsideOfPackage(PLACE)
                .should()
                .accessFieldWhere(
                        describe(
                                "it is a capability's constant",
                                (JavaFieldAccess access) ->
                                        access.getTargetOwner().isEquivalentTo(Capability.class)))
                .check(CLASSES);
    }

    @Test
    void isNamedByOneClassEach() {
        Set<String> naming =
                CLASSES.stream()
                        .filter(each -> each.getPackageName().equals(PLACE))
                        .flatMap(each -> each.getFieldAccessesFromSelf().stream())
                        .filter(each -> each.getTargetOwner().isEquivalentTo(Capability.class))
                        .map(each -> topLevel(each.getOriginOwner()) + " " + each.getName())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                Set.of(
                        "PureComputationCapability PURE_COMPUTATION",
                        "EnvironmentCapability ENVIRONMENT",
                        "FileSystemCapability FILE_SYSTEM",
                        "NetworkCapability NETWORK",
                        "SecretCapability SECRET",
                        // A tool that asks for a secret has to ask for the network too.
                        "SecretCapability NETWORK",
                        "CryptographyCapability CRYPTOGRAPHY",
                        "SubprocessCapability SUBPROCESS"),
                naming);
    }

    private static String topLevel(JavaClass nested) {
        return nested.getEnclosingClass()
                .map(OneCapabilityTest::topLevel)
                .orElse(nested.getSimpleName());
    }

    @Test
    void isGrantedByItsOwnClassOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(PLACE)
                .should()
                .dependOnClassesThat(
                        belongToAnyOf(
                                Grant.Environment.class,
                                Grant.Network.class,
                                Grant.AddressRange.class,
                                Grant.Secret.class,
                                Grant.Cryptography.class))
                .check(CLASSES);
    }

    @Test
    void thatOpensFoldersIsKnownToThoseWhoMakeAndCheckThem() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        PLACE,
                        "org.vexhost.loader.grant",
                        "org.vexhost.loader.deploy.operator",
                        "org.vexhost.loader.admin",
                        // Hands over the folder that administration made.
                        "org.vexhost.loader.shell")
                .should()
                .dependOnClassesThat(belongToAnyOf(Grant.FileSystem.class))
                .check(CLASSES);
    }
}
