package org.vexhost.loader.capability;

import java.util.Optional;
import java.util.function.Function;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;

/** The capability to compute. Every tool has it, and it needs no grant. */
final class PureComputationCapability extends CapabilityType {

    PureComputationCapability() {
        super(Capability.PURE_COMPUTATION);
    }

    @Override
    public boolean isGrantable() {
        return false;
    }

    @Override
    public <E extends Exception> Grant parse(
            String value, Function<String, Optional<String>> options, OwnFolder<E> own) {
        throw new IllegalArgumentException("pureComputation needs no grant");
    }
}
