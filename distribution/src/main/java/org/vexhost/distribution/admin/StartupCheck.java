package org.vexhost.distribution.admin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.vexhost.api.ToolExecutor;

/**
 * Checks that the host is complete. If a component is unsatisfied, Declarative Services only leaves
 * it unregistered, without a message. This check reports such components.
 */
final class StartupCheck {

    private static final String OWN_BUNDLES = "org.vexhost.";

    private final BundleContext context;

    StartupCheck(BundleContext context) {
        this.context = context;
    }

    /** Returns one line for each problem; empty if there are no problems. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            checkBundle(bundle, problems);
        }
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        if (reference == null) {
            problems.add("no service runtime is registered");
        } else {
            ServiceComponentRuntime runtime = context.getService(reference);
            try {
                checkComponents(runtime, problems);
            } finally {
                context.ungetService(reference);
            }
        }
        if (context.getServiceReference(ToolExecutor.class) == null) {
            problems.add("no tool executor is registered");
        }
        return problems;
    }

    private static void checkBundle(Bundle bundle, List<String> problems) {
        // The launcher marks the bundles that it starts.
        boolean meantToRun =
                bundle.getLocation().startsWith("reference:")
                        && bundle.adapt(BundleStartLevel.class).isPersistentlyStarted();
        if (!meantToRun
                || bundle.getState() == Bundle.ACTIVE
                || bundle.getState() == Bundle.STARTING) {
            return;
        }
        try {
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            problems.add(
                    "bundle '%s' does not start [%s]"
                            .formatted(
                                    bundle.getSymbolicName(),
                                    String.valueOf(e.getMessage()).replaceAll("\\s+", " ")));
        }
    }

    private void checkComponents(ServiceComponentRuntime runtime, List<String> problems) {
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
            Bundle bundle = context.getBundle(description.bundle.id);
            if (bundle != null && bundle.getSymbolicName().startsWith(OWN_BUNDLES)) {
                for (ComponentConfigurationDTO component :
                        runtime.getComponentConfigurationDTOs(description)) {
                    checkComponent(description, component, problems);
                }
            }
        }
    }

    private static void checkComponent(
            ComponentDescriptionDTO description,
            ComponentConfigurationDTO component,
            List<String> problems) {
        switch (component.state) {
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
                    problems.add(
                            "component '%s' lacks its configuration %s"
                                    .formatted(
                                            description.name,
                                            Arrays.toString(description.configurationPid)));
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                    Arrays.stream(component.unsatisfiedReferences)
                            .forEach(
                                    missing ->
                                            problems.add(
                                                    "component '%s' lacks its reference '%s' [%s]"
                                                            .formatted(
                                                                    description.name,
                                                                    missing.name,
                                                                    interfaceOf(
                                                                            description,
                                                                            missing.name))));
            case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                    problems.add(
                            "component '%s' failed [%s]"
                                    .formatted(
                                            description.name,
                                            String.valueOf(component.failure)
                                                    .lines()
                                                    .findFirst()
                                                    .orElse("")));
            default -> {
                // The component is satisfied or active.
            }
        }
    }

    private static String interfaceOf(ComponentDescriptionDTO description, String reference) {
        return Arrays.stream(description.references)
                .filter(candidate -> candidate.name.equals(reference))
                .map(candidate -> candidate.interfaceName)
                .findFirst()
                .orElse("");
    }
}
