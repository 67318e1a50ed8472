package org.vexhost.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The api")
class ApiArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.vexhost.api");

    @Test
    void wasSeenByThisTest() {
        assertTrue(CLASSES.size() >= 25, "classes seen: " + CLASSES.size());
    }

    @Test
    void seesNobodyButTheJdkAndItsParser() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.vexhost.api..",
                        "tools.jackson.core..",
                        "org.jspecify.annotations",
                        "org.osgi.annotation..")
                .check(CLASSES);
    }

    @Test
    void showsItsParserToNobody() {
        methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should(notMention("tools.jackson"))
                .because("callers must not be tied to a JSON library")
                .check(CLASSES);
    }

    @Test
    void hasNoClassThatCanBeExtendedByAccident() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }

    private static ArchCondition<JavaMethod> notMention(String packagePrefix) {
        return new ArchCondition<>("not mention " + packagePrefix) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean mentions =
                        Stream.concat(
                                        Stream.of(method.getRawReturnType()),
                                        method.getRawParameterTypes().stream())
                                .anyMatch(type -> type.getName().startsWith(packagePrefix));
                events.add(new SimpleConditionEvent(method, !mentions, method.getFullName()));
            }
        };
    }
}
